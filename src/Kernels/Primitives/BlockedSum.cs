namespace LiVOS.Kernels;

/// <summary>Long sums are added up in blocks, and the blocks' sums in a total: rounding then does not grow with the number of terms.</summary>
internal static class BlockedSum
{
    /// <summary>Terms of a block.</summary>
    public const int Length = 64;

    /// <summary>Terms of a block of products, which are added with fused multiply-adds in registers.</summary>
    public const int ProductLength = 256;
}
