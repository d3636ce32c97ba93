namespace LiVOS.Kernels;

/// <summary>Distances in a K-tile of a panel of weights, in words of 4 bytes: see <see cref="TensorConvolution"/>.</summary>
internal static class WeightWords
{
    /// <summary>Output channels of a panel.</summary>
    public const int Panel = 64;

    /// <summary>From the words of 16 channels to those of the next 16 of a half: 4 for each of 32 lanes.</summary>
    public const int Side = 32 * Swizzle.Chunk;

    /// <summary>From the words of a step to those of the next.</summary>
    public const int Step = 2 * Side;

    /// <summary>From the words of 32 channels to those of the next.</summary>
    public const int Half = 4 * Step;

    /// <summary>Lines of 32 words that lie together in memory, and 8 lines apart in shared memory: an item copies a chunk of each.</summary>
    public const int Lines = 4;
}
