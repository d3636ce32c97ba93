using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>The sum over a group's items, each of which gets it, through shared memory: ILGPU's OpenCL does not exchange registers on every device.</summary>
internal static class GroupSum
{
    /// <summary>The sum of all items' values.</summary>
    /// <param name="value">This item's.</param>
    /// <param name="shares">[items], free again behind the call.</param>
    /// <param name="items">Items of the group, along X.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(float value, ArrayView<float> shares, int items)
    {
        shares[Group.IdxX] = value;
        Group.Barrier();
        float sum = 0;
        for (int i = 0; i < items; i++) sum += shares[i];
        Group.Barrier();
        return sum;
    }
}
