namespace LiVOS.Kernels;

/// <summary>How the products of a sum are cut for <see cref="TensorConvolution"/>.</summary>
public static class TensorSlab
{
    /// <summary>Products of a slab.</summary>
    public const int Products = Swizzle.InputChunks * Swizzle.Chunk;

    /// <summary>The number of slabs of a sum.</summary>
    public static int Count(int depth) => (depth + Products - 1) / Products;
}
