using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>The sum over a group's items, each of which gets it: through the registers of warps as far as a device lets items exchange them, the warps'
/// shares through shared memory.</summary>
internal static class GroupSum
{
    /// <summary>The sum of all items' values.</summary>
    /// <param name="value">This item's.</param>
    /// <param name="shares">[items], free again behind the call.</param>
    /// <param name="items">Items of the group, along X: a power of 2, and whole warps or less than one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(float value, ArrayView<float> shares, int items)
    {
        int size = Math.Min(Warp.Size, items);
        for (int distance = size / 2; distance > 0; distance /= 2) value += Warp.ShuffleXor(value, distance);
        if (Warp.LaneIdx == 0) shares[Group.IdxX / size] = value;
        Group.Barrier();
        float sum = 0;
        for (int i = 0; i < items / size; i++) sum += shares[i];
        Group.Barrier();
        return sum;
    }
}
