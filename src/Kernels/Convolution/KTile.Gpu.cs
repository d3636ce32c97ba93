namespace LiVOS.Kernels;

/// <summary>The part of K, the products of each sum, that <see cref="TensorConvolution"/> has in shared memory at a time.</summary>
internal static class KTile
{
    /// <summary>Its products of each sum.</summary>
    public const int Length = Swizzle.InputChunks * Swizzle.Chunk;

    /// <summary>The number of K-tiles of a sum.</summary>
    public static int Count(int depth) => (depth + Length - 1) / Length;
}
