namespace LiVOS.Kernels;

/// <summary>The norm of <see cref="LinearMatching"/> for devices whose groups have many items: each item adds up a share, and the shares are added in
/// shared memory.</summary>
internal static class GroupMatching
{
    /// <summary>Items of a group.</summary>
    public const int Items = Side * Side;

    private const int Side = 16; // shares that an item adds up at last

    /// <summary><see cref="LinearMatching.MatchingNorm"/> by one group of <see cref="Items"/> for each introduction.</summary>
    /// <param name="key">[h, w, K]: this frame's key, soft-maxed</param>
    /// <param name="keySum">[h, w, K]: the sum of all earlier keys</param>
    /// <param name="keySumAtIntroduction">[introductions, h, w, K]: key_sum as it stood before each introduction</param>
    /// <param name="norm">[introductions]</param>
    /// <param name="count">h w K</param>
    [Kernel]
    public static void MatchingNorm(ArrayView<float> key, ArrayView<float> keySum, ArrayView<float> keySumAtIntroduction, ArrayView<float> norm, int count)
    {
        ArrayView<float> shares = SharedMemory.Allocate<float>(Items);
        int item = Group.IdxX, baseAt = Grid.IdxX * count;
        float total = 0;
        for (int part = item; part < count; part += Items * BlockedSum.Length)
        {
            int end = Math.Min(part + Items * BlockedSum.Length, count);
            float sum = 0;
            for (int i = part; i < end; i += Items) sum = MathF.FusedMultiplyAdd(key[i], keySum[i] - keySumAtIntroduction[baseAt + i], sum);
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
