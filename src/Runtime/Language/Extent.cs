namespace LiVOS.Runtime.Language;

/// <summary>Up to three counts or coordinates, fastest-varying first.</summary>
/// <param name="X">Along the first axis.</param>
/// <param name="Y">Along the second axis.</param>
/// <param name="Z">Along the third axis.</param>
public readonly record struct Extent(int X, int Y = 1, int Z = 1)
{
    /// <summary>The product of the three.</summary>
    public int Count => checked(X * Y * Z);

    /// <summary>The coordinates of item number <paramref name="linear"/> in a box of this extent.</summary>
    public Extent At(int linear) => new(linear % X, linear / X % Y, linear / X / Y);
}
