namespace LiVOS.Evaluation.Scores;

/// <summary>The boundary of a mask, half a pixel towards the origin (docs/network.md#boundary-accuracy).</summary>
public static class Boundary
{
    /// <summary>
    /// The pixels whose east, south or southeast neighbour differs from them. Outside the frame all is background; but in the last row only
    /// the east neighbour counts, in the last column only the south one, in the corner none: a mask that touches the edge has no boundary there.
    /// </summary>
    /// <param name="mask">The mask.</param>
    /// <returns>A mask of the same size.</returns>
    public static Bitmap Of(Bitmap mask)
    {
        var boundary = new Bitmap(mask.Width, mask.Height);
        int lastColumn = (mask.Width - 1) % Bitmap.WordBits, lastRow = mask.Height - 1;
        for (int y = 0; y < lastRow; y++)
        {
            ReadOnlySpan<ulong> here = mask.Row(y), south = mask.Row(y + 1);
            Span<ulong> row = boundary.Row(y);
            for (int i = 0; i < row.Length; i++)
                row[i] = (here[i] ^ East(here, i)) | (here[i] ^ south[i]) | (here[i] ^ East(south, i));
            row[^1] = Replace(row[^1], here[^1] ^ south[^1], lastColumn);
        }

        ReadOnlySpan<ulong> bottom = mask.Row(lastRow);
        Span<ulong> last = boundary.Row(lastRow);
        for (int i = 0; i < last.Length; i++) last[i] = bottom[i] ^ East(bottom, i);
        last[^1] = Replace(last[^1], 0, lastColumn);
        return boundary;
    }

    /// <summary>For each pixel of a word, the one east of it.</summary>
    private static ulong East(ReadOnlySpan<ulong> row, int i) => row[i] >> 1 | (i + 1 < row.Length ? row[i + 1] << 63 : 0);

    private static ulong Replace(ulong word, ulong by, int bit) => word & ~(1UL << bit) | by & 1UL << bit;
}
