namespace LiVOS.Kernels;

/// <summary>Long sums for devices whose groups have many items: each item adds up a share, and the shares are added in shared memory.</summary>
internal static class GroupSums
{
    /// <summary>Columns that a group of <see cref="SumOfPositions"/> adds up, and items that share each column.</summary>
    public const int Side = 16;

    /// <summary>Items of a group.</summary>
    public const int Items = Side * Side;

    /// <summary><c>y[(n columns + c) step + offset] = scale * sum over p of x[n, p, c]</c>: <see cref="ChannelAttention.ChannelMean"/> and
    /// <see cref="ObjectSummary.SummaryArea"/>. One group is
    /// <see cref="Side"/> columns (X) of an object (Y), with as many items for each column.</summary>
    /// <param name="x">[objects, positions, columns]</param>
    /// <param name="y">Where the sums go.</param>
    /// <param name="positions">Positions of an object.</param>
    /// <param name="columns">Columns of a position.</param>
    /// <param name="step">The distance of two sums.</param>
    /// <param name="offset">The first sum.</param>
    /// <param name="scale">The factor of the sums.</param>
    [Kernel]
    public static void SumOfPositions<T>(ArrayView<T> x, ArrayView<float> y, int positions, int columns, int step, int offset, float scale)
        where T : unmanaged
    {
        ArrayView<float> shares = SharedMemory.Allocate<float>(Items);
        int c = Grid.IdxX * Side + Group.IdxX, first = Grid.IdxY * positions;
        float total = 0;
        if (c < columns)
        {
            for (int part = Group.IdxY; part < positions; part += Side * BlockedSum.Length)
            {
                int end = Math.Min(part + Side * BlockedSum.Length, positions);
                float sum = 0;
                for (int p = part; p < end; p += Side) sum += Element.Load(x, (first + p) * columns + c);
                total += sum;
            }
        }

        shares[Group.IdxY * Side + Group.IdxX] = total;
        Group.Barrier();
        if (Group.IdxY == 0 && c < columns)
        {
            total = 0;
            for (int i = 0; i < Side; i++) total += shares[i * Side + Group.IdxX];
            y[(Grid.IdxY * columns + c) * step + offset] = total * scale;
        }
    }
}
