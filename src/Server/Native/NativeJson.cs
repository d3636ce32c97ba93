using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Server;

/// <summary>A request as SAM 3's predictor takes them, with a mask added. Which members count depends on the type.</summary>
internal sealed record NativeRequest
{
    public string? Type { get; init; }

    public string? ResourcePath { get; init; }

    public string? SessionId { get; init; }

    public int? FrameIndex { get; init; }

    public int? ObjId { get; init; }

    public string? Text { get; init; }

    /// <summary>x and y of each point, as parts of the frame's width and height.</summary>
    public double[][]? Points { get; init; }

    /// <summary>1 for a point on the object, 0 for one beside it.</summary>
    public int[]? PointLabels { get; init; }

    /// <summary>x, y, width and height of each box, as parts of the frame's width and height.</summary>
    public double[][]? BoundingBoxes { get; init; }

    /// <summary>1 for a box around the object. SAM 3 has 0 for boxes around what is not meant.</summary>
    public int[]? BoundingBoxLabels { get; init; }

    public JsonElement? Mask { get; init; }

    public string? PropagationDirection { get; init; }

    public int? StartFrameIndex { get; init; }

    public int? MaxFrameNumToTrack { get; init; }
}

/// <summary>The answer to <c>start_session</c>.</summary>
internal sealed record NativeSession(string SessionId, int? NumFrames, int Width, int Height);

/// <summary>The answer to requests that only do something.</summary>
internal sealed record NativeSuccess(bool IsSuccess);

/// <summary>A frame's masks.</summary>
internal sealed record NativeFrame(int FrameIndex, NativeOutputs Outputs);

/// <summary>The objects of a frame, in rising order of ids: those that it shows.</summary>
/// <param name="OutObjIds">Their ids.</param>
/// <param name="OutBoxesXywh">The boxes around them, as parts of the frame's width and height.</param>
/// <param name="OutBinaryMasks">Their masks.</param>
internal sealed record NativeOutputs(int[] OutObjIds, double[][] OutBoxesXywh, RunLengths[] OutBinaryMasks)
{
    public static NativeOutputs Of(LabelMask mask)
    {
        ShownObject[] shown = [.. ShownObject.Of(mask).OrderBy(each => each.Id)];
        return new NativeOutputs(
            [.. shown.Select(each => each.Id)],
            [.. shown.Select(each => new[]
            {
                (double)each.Box.Left / mask.Width, (double)each.Box.Top / mask.Height,
                (double)each.Box.Width / mask.Width, (double)each.Box.Height / mask.Height,
            })],
            [.. shown.Select(each => RunLengths.Of(mask, each.Label))]);
    }
}
