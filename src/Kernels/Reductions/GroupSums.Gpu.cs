using LiVOS.Runtime.Language;

namespace LiVOS.Kernels;

/// <summary>Long sums for devices whose groups have many items: each item adds up a share, and the shares are added in shared memory.</summary>
public static class GroupSums
{
    /// <summary>Columns that a group of <see cref="SumOfPositions"/> adds up, and items that share each column.</summary>
    public const int Side = 16;

    /// <summary>Items of a group.</summary>
    public const int Items = Side * Side;

    /// <summary>What an item adds up before it adds that to its total, so that rounding does not grow with the number of positions.</summary>
    private const int Partial = 64;

    /// <summary><c>y[(n columns + c) step + offset] = scale * sum over p of x[n, p, c]</c>: <see cref="ChannelAttention.ChannelMean"/> and
    /// <see cref="ObjectSummary.SummaryArea"/>. One group is
    /// <see cref="Side"/> columns (X) of an object (Y), with as many items for each column.</summary>
    /// <param name="x">[objects, positions, columns]</param>
    /// <param name="y">Where the sums go.</param>
    /// <param name="positions">Positions of an object.</param>
    /// <param name="columns">Columns of a position.</param>
    /// <param name="step">The distance of two sums.</param>
    /// <param name="offset">The first sum.</param>
    /// <param name="scale">What the sums are multiplied by.</param>
    [Kernel]
    public static void SumOfPositions(ArrayView<float> x, ArrayView<float> y, int positions, int columns, int step, int offset, float scale)
    {
        ArrayView<float> shares = SharedMemory.Allocate<float>(Items);
        int c = Grid.IdxX * Side + Group.IdxX, first = Grid.IdxY * positions;
        float total = 0;
        if (c < columns)
        {
            for (int part = Group.IdxY; part < positions; part += Side * Partial)
            {
                int end = Math.Min(part + Side * Partial, positions);
                float sum = 0;
                for (int p = part; p < end; p += Side) sum += x[(first + p) * columns + c];
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

    /// <summary><see cref="LinearMatching.MatchingNorm"/> by one group of <see cref="Items"/> for each introduction.</summary>
    /// <param name="key">[h, w, K]: this frame's key, soft-maxed</param>
    /// <param name="keySum">[h, w, K]: the sum of all earlier keys</param>
    /// <param name="bases">[introductions, h, w, K]: key_sum as it stood before each introduction</param>
    /// <param name="norm">[introductions]</param>
    /// <param name="count">h w K</param>
    [Kernel]
    public static void GroupMatchingNorm(ArrayView<float> key, ArrayView<float> keySum, ArrayView<float> bases, ArrayView<float> norm, int count)
    {
        ArrayView<float> shares = SharedMemory.Allocate<float>(Items);
        int item = Group.IdxX, baseAt = Grid.IdxX * count;
        float total = 0;
        for (int part = item; part < count; part += Items * Partial)
        {
            int end = Math.Min(part + Items * Partial, count);
            float sum = 0;
            for (int i = part; i < end; i += Items) sum = MathF.FusedMultiplyAdd(key[i], keySum[i] - bases[baseAt + i], sum);
            total += sum;
        }

        shares[item] = total;
        Group.Barrier();
        if (item < Side)
        {
            total = 0;
            for (int i = item; i < Items; i += Side) total += shares[i];
            shares[item] = total;
        }

        Group.Barrier();
        if (item == 0)
        {
            total = 0;
            for (int i = 0; i < Side; i++) total += shares[i];
            norm[Grid.IdxX] = total;
        }
    }
}
