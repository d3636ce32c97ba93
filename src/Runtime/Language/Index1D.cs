namespace LiVOS.Runtime.Language;

/// <summary>The number of the item that a barrier-free kernel computes, from 0 to the launch's item count less 1.</summary>
/// <param name="X">The item's number.</param>
public readonly record struct Index1D(int X)
{
    /// <summary>The item's number as an integer.</summary>
    public static implicit operator int(Index1D index) => index.X;
}
