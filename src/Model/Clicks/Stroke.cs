using System.Collections.Immutable;

namespace LiVOS.Model.Clicks;

/// <summary>A line that somebody drew on or beside an object; of one point it is a click.</summary>
/// <param name="Points">The line's points, at least one, in pixels of the frame: (0, 0) is the middle of the first pixel.</param>
/// <param name="IsPositive">Whether it lies on the object, rather than beside it.</param>
public sealed record Stroke(ImmutableArray<(double X, double Y)> Points, bool IsPositive)
{
    /// <summary>A click.</summary>
    /// <param name="x">The pixel's number in its row, from 0.</param>
    /// <param name="y">The row, from 0.</param>
    /// <param name="isPositive">Whether it is on the object, rather than beside it.</param>
    public Stroke(double x, double y, bool isPositive = true) : this([(x, y)], isPositive)
    {
    }
}

/// <summary>A box around an object, by its edges: (0, 0) is the frame's upper left corner.</summary>
/// <param name="Left">Where it begins in a row, in pixels.</param>
/// <param name="Top">The row where it begins.</param>
/// <param name="Right">Where it ends in a row, in pixels.</param>
/// <param name="Bottom">The row where it ends.</param>
public readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Whether it has an area.</summary>
    public bool IsEmpty => !(Right > Left && Bottom > Top);
}
