using System.Runtime.CompilerServices;

namespace LiVOS.Ilgpu.Language;

/// <summary>Items that run in lockstep and exchange registers: ILGPU's, as our kernels ask for them.</summary>
internal static class Warp
{
    /// <summary>The number of items in a warp.</summary>
    public static int Size => ILGPU.Warp.WarpSize;

    /// <summary>This item's number in its warp.</summary>
    public static int LaneIdx => ILGPU.Warp.LaneIdx;

    /// <summary>The value that lane <paramref name="lane"/> passes. Every lane of the warp must call this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Shuffle(float value, int lane) => ILGPU.Warp.Shuffle(value, lane);

    /// <summary>The value of the lane <paramref name="delta"/> places up; the item's own if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ShuffleDown(float value, int delta) => ILGPU.Warp.ShuffleDown(value, delta);

    /// <summary>The value of the lane whose number differs by the bits of <paramref name="mask"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ShuffleXor(float value, int mask) => ILGPU.Warp.ShuffleXor(value, mask);
}
