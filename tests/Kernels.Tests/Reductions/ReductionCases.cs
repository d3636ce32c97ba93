namespace LiVOS.Kernels.Tests;

/// <summary>The sizes of a sum over positions under test.</summary>
/// <param name="Large">Whether emulated GPUs take too long for it.</param>
public sealed record ReductionCase(int Objects, int Positions, int Channels, bool Large = false);

/// <summary>The cases of sums over an object's positions, for every implementation of them.</summary>
public static class ReductionCases
{
    public static ReductionCase[] All { get; } =
    [
        new(1, 1, 1), new(2, 15, 16), new(1, 33, 16), new(3, 33, 17), new(3, 65, 5, Large: true), new(2, 100, 40), new(2, 129, 24, Large: true),
        new(2, 150, 256, Large: true), new(1, 2 * 16 * 64 + 5, 3), new(1, 20_000, 16, Large: true),
    ];
}
