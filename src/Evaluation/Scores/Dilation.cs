namespace LiVOS.Evaluation.Scores;

/// <summary>Dilates masks with a disk.</summary>
public static class Dilation
{
    /// <summary>
    /// Sets every pixel that has a set one at (dx, dy) with dx^2 + dy^2 &lt;= r^2. A disk is a stack of rows, and each of its rows is the next
    /// shorter one, a pixel longer on both sides: 3r operations on words, of 64 pixels each, whatever the mask.
    /// </summary>
    /// <param name="mask">The mask.</param>
    /// <param name="radius">r in pixels, not negative.</param>
    /// <returns>A mask of the same size; what would lie outside is cut off.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative.</exception>
    public static Bitmap ByDisk(Bitmap mask, int radius)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        var dilated = new Bitmap(mask.Width, mask.Height);
        ulong[] wide = new ulong[mask.WordsPerRow];
        for (int y = 0; y < mask.Height; y++)
        {
            ReadOnlySpan<ulong> row = mask.Row(y);
            if (row.IndexOfAnyExcept(0UL) < 0) continue;
            row.CopyTo(wide);
            for (int dy = radius, halfWidth = 0; dy >= 0; dy--)
            {
                for (; (halfWidth + 1L) * (halfWidth + 1L) + (long)dy * dy <= (long)radius * radius; halfWidth++) Widen(wide);
                if (y >= dy) Add(wide, dilated.Row(y - dy));
                if (dy > 0 && y + dy < mask.Height) Add(wide, dilated.Row(y + dy));
            }
        }
        for (int y = 0; y < mask.Height; y++) dilated.Row(y)[^1] &= mask.LastWord;
        return dilated;
    }

    /// <summary>Sets the neighbours on both sides as well. Those beyond the frame do no harm: nothing of them comes back.</summary>
    private static void Widen(Span<ulong> row)
    {
        ulong before = 0;
        for (int i = 0; i < row.Length; i++)
        {
            ulong word = row[i], after = i + 1 < row.Length ? row[i + 1] : 0;
            row[i] = word | word << 1 | before >> 63 | word >> 1 | after << 63;
            before = word;
        }
    }

    private static void Add(ReadOnlySpan<ulong> row, Span<ulong> sum)
    {
        for (int i = 0; i < row.Length; i++) sum[i] |= row[i];
    }
}
