using LiVOS.Media;
using LiVOS.Model.Clicks;

namespace LiVOS.Video;

/// <summary>What says where an object is in a frame, beside or instead of a mask.</summary>
/// <param name="Id">The object, from 1.</param>
/// <param name="Strokes">Clicks, and lines drawn on the object and beside it.</param>
public sealed record ObjectPrompts(int Id, IReadOnlyList<Stroke> Strokes)
{
    /// <summary>The box around it; null for none.</summary>
    public Box? Box { get; init; }

    /// <summary>A mask to be corrected, whose pixels of <see cref="Id"/> are the object's so far; null for none.</summary>
    public IndexMask? Mask { get; init; }

    /// <summary>Says what keeps these prompts from being used in a frame, in whole sentences.</summary>
    /// <param name="width">The frame's width.</param>
    /// <param name="height">The frame's height.</param>
    /// <param name="frame">The frame's name in these sentences, such as <c>frame 0</c>.</param>
    public IEnumerable<string> Faults(int width, int height, string frame)
    {
        foreach ((double x, double y) in Strokes.SelectMany(stroke => stroke.Points))
            if (x < 0 || y < 0 || x > width - 1 || y > height - 1)
                yield return $"{x},{y} lies outside {frame}, which is {width}x{height}: give X from 0 to {width - 1} and Y from 0 to {height - 1}.";
        if (Box is { IsEmpty: true } empty)
            yield return $"The box {Text(empty)} has no area; give X0,Y0,X1,Y1 with X0 below X1 and Y0 below Y1.";
        else if (Box is Box box && (box.Right <= 0 || box.Bottom <= 0 || box.Left >= width || box.Top >= height))
            yield return $"The box {Text(box)} lies outside {frame}, which is {width}x{height}; give one upon the object.";
        if (Mask is not null && (Mask.Width, Mask.Height) != (width, height))
            yield return $"The mask of object {Id} is {Mask.Width}x{Mask.Height}, but {frame} is {width}x{height}; make them the same size.";
        else if (Mask is not null && !Mask.ObjectIds.Contains(Id))
            yield return $"The mask does not show object {Id}, but {string.Join(", ", Mask.ObjectIds)}; give the id of the object that is to be corrected.";
        if (Box is null && Mask is null && !Strokes.Any(stroke => stroke.IsPositive))
            yield return $"All that is said of object {Id} in {frame} is where it is not; add a click on it, or a box.";
    }

    private static string Text(Box box) => FormattableString.Invariant($"{box.Left},{box.Top},{box.Right},{box.Bottom}");
}
