namespace LiVOS.Kernels;

/// <summary>
/// The order of a K-tile in shared memory. Tensor cores take 8 rows of 16 bytes at a time: the same chunk of 8 rows. Were rows of 128
/// bytes to lie as they are, these would all be in the same 4 of the 32 banks, and come one after another. So the chunks of row r are
/// exchanged by r's lowest bits (exclusive or): 8 rows have a chunk in 8 different places, and the 8 chunks of a row, as they are written,
/// still fill one line. Of rows of 64 bytes two fill a line, and every second row exchanges anew.
/// </summary>
internal static class Swizzle
{
    /// <summary>Elements of 4 bytes in a chunk.</summary>
    public const int Chunk = 4;

    /// <summary>Chunks of the inputs' rows: a line of all 32 banks.</summary>
    public const int InputChunks = 8;

    /// <summary>The first element of a chunk. 8 rows further, and 16, the order is the same.</summary>
    /// <param name="row">The row.</param>
    /// <param name="chunk">The chunk's number in the row.</param>
    /// <param name="chunks">Chunks of a row: 8 or 4.</param>
    public static int Place(int row, int chunk, int chunks) => (row * chunks + (chunk ^ (row / (InputChunks / chunks) & (chunks - 1)))) * Chunk;
}
