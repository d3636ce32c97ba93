namespace LiVOS.Kernels.Tests;

/// <summary>The sizes of linear matching under test.</summary>
/// <param name="Large">Whether emulated GPUs take too long for it.</param>
public sealed record MatchingCase(int Objects, int Height, int Width, int Keys, int Values, bool Large = false)
{
    public int Positions => Height * Width;
}

/// <summary>The cases of linear matching, for every implementation of it.</summary>
public static class MatchingCases
{
    /// <summary>The cases of the norm: the positions and channels of a key.</summary>
    public static (int Positions, int Channels)[] Norm { get; } =
    [
        (1, 1), (9, 8), (9, 5), (15, 16), (33, 17), (64, 64), (100, 40), (2 * 64, 256), (13 * 37, 32), (24 * 24, 12), (2 * 16 * 64 + 5, 3),
    ];

    /// <summary>The cases of the readout.</summary>
    public static MatchingCase[] All { get; } =
    [
        new(1, 1, 1, 1, 1), new(1, 1, 9, 8, 16), new(3, 9, 1, 5, 7), new(2, 8, 8, 64, 48, Large: true), new(2, 4, 8, 33, 48), new(2, 5, 7, 17, 35),
        new(1, 13, 37, 32, 80, Large: true), new(2, 24, 24, 12, 32, Large: true), new(2, 19, 27, 12, 32),
    ];

    /// <summary>The cases of the weighted reduction: with weights that objects share and a gate, and without either.</summary>
    public static (MatchingCase Case, bool Shared, bool Gated)[] Sums { get; } = [.. All.SelectMany(c => new[] { (c, true, true), (c, false, false) })];
}
