namespace LiVOS.Kernels.Tests;

/// <summary>The sizes of an attention under test.</summary>
/// <param name="Block">Pixels of a group of <see cref="CrossAttention.PixelToQuery"/>.</param>
public sealed record AttentionCase(
    int Objects, int Queries, int Positions, int Heads, int Channels, AttentionMask Mask = AttentionMask.None, int Block = 16)
{
    public bool IsMasked => Mask != AttentionMask.None;

    /// <summary>The channels of a head.</summary>
    public int Depth => Channels / Heads;
}

/// <summary>The cases of attention, for every implementation of it.</summary>
public static class AttentionCases
{
    /// <summary>Queries that attend to pixels.</summary>
    public static AttentionCase[] QueryToPixel { get; } =
    [
        new(1, 1, 1, 1, 4), new(1, 16, 1, 8, 64), new(1, 16, 1, 8, 256), new(2, 16, 16, 4, 64), new(2, 16, 16, 8, 256), new(3, 16, 33, 2, 10),
        new(3, 16, 130, 2, 24), new(1, 70, 5, 1, 8), new(1, 16, 77, 2, 16, AttentionMask.Mixed), new(1, 16, 77, 8, 256, AttentionMask.Mixed),
        new(3, 16, 200, 2, 16, AttentionMask.Mixed), new(2, 6, 67, 2, 8, AttentionMask.Mixed), new(1, 32, 64, 1, 32, AttentionMask.Mixed),
        new(2, 16, 65, 2, 16, AttentionMask.NoForeground), new(2, 16, 65, 2, 16, AttentionMask.AllForeground),
        new(2, 16, 1, 2, 16, AttentionMask.AllForeground), new(2, 8, 135, 2, 16, AttentionMask.LastPixel),
        new(2, 16, 135, 2, 16, AttentionMask.LastPixel), new(1, 5, 66, 1, 12, AttentionMask.LastPixel),
    ];

    /// <summary>Pixels that attend to queries.</summary>
    public static AttentionCase[] PixelToQuery { get; } =
    [
        new(1, 1, 1, 1, 1, Block: 8), new(1, 16, 1, 8, 64), new(1, 16, 1, 8, 256, Block: 64), new(2, 16, 9, 4, 96), new(2, 16, 77, 8, 256),
        new(3, 16, 7, 2, 10, Block: 3), new(2, 5, 9, 2, 32, Block: 4), new(2, 5, 9, 20, 40), new(1, 32, 64, 1, 16, Block: 64),
    ];
}
