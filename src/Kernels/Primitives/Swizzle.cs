namespace LiVOS.Kernels;

/// <summary>
/// The order of a K-tile in shared memory. Tensor cores take 8 rows of 16 bytes at a time: the same chunk of 8 rows. Were rows of 128
/// bytes to lie as they are, these would all be in the same 4 of the 32 banks, and come one after another. So the chunks of row r are
/// exchanged by r's lowest bits (exclusive or): 8 rows have a chunk in 8 different places, and the 8 chunks of a row, as they are written,
/// still fill one line.
/// </summary>
internal static class Swizzle
{
    /// <summary>Elements of 4 bytes in a chunk.</summary>
    public const int Chunk = 4;

    /// <summary>The first element of a chunk. 8 rows further, and 16, the order is the same.</summary>
    /// <param name="row">The row.</param>
    /// <param name="chunk">The chunk's number in the row.</param>
    public static int Place(int row, int chunk) => (row * KTile.Chunks + (chunk ^ (row & (KTile.Chunks - 1)))) * Chunk;
}
