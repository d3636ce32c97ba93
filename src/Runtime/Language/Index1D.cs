namespace LiVOS.Runtime.Language;

/// <summary>The index of an item of an implicitly grouped kernel, from 0 to the number of items - 1.</summary>
/// <param name="X">The index.</param>
public readonly record struct Index1D(int X)
{
    /// <summary>The index as an integer.</summary>
    public static implicit operator int(Index1D index) => index.X;
}
