namespace LiVOS.Kernels;

/// <summary>The norm of <see cref="LinearMatching"/> for devices whose groups have many items: each item adds up a share.</summary>
internal static class GroupMatching
{
    /// <summary>Items of a group.</summary>
    public const int Items = 256;

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

        total = GroupSum.Of(total, shares, Items);
        if (item == 0) norm[Grid.IdxX] = total;
    }
}
