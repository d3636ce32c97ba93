namespace LiVOS.Kernels;

/// <summary>The part of K, the products of each sum, that <see cref="TensorConvolution"/> has in shared memory at a time: a line of all 32 banks of each
/// position's inputs and each channel's weights, so 32 floats or 64 halves.</summary>
internal static class KTile
{
    /// <summary>Chunks of 16 bytes in a row.</summary>
    public const int Chunks = 8;

    /// <summary>Elements of 4 bytes in a row.</summary>
    public const int Pitch = Chunks * Swizzle.Chunk;

    /// <summary>Its products of each sum.</summary>
    /// <param name="fp16">Whether they are of halves; else of floats.</param>
    public static int Length(bool fp16) => fp16 ? 2 * Pitch : Pitch;

    /// <summary>The number of K-tiles of a sum.</summary>
    /// <param name="depth">Its products.</param>
    /// <param name="length">Those of a K-tile.</param>
    public static int Count(int depth, int length) => (depth + length - 1) / length;
}
