using LiVOS.Media;

namespace LiVOS.Server;

/// <summary>A frame's masks.</summary>
internal sealed record StepAnswer(string Session, StepObject[] Objects)
{
    /// <summary>The objects that are in a mask.</summary>
    public static StepAnswer Of(string session, LabelMask mask)
    {
        var objects = ShownObject.Of(mask).Select(shown =>
            new StepObject(shown.Id, shown.Area, [shown.Box.Left, shown.Box.Top, shown.Box.Width, shown.Box.Height], RunLengths.Of(mask, shown.Label)));
        return new StepAnswer(session, [.. objects]);
    }
}

/// <summary>An object in a frame.</summary>
internal sealed record StepObject(int Id, int Area, int[] Bbox, RunLengths Segmentation);
