namespace LiVOS.Runtime.Language;

/// <summary>Items that run in lockstep and exchange registers. On a device that runs a group as one thread a warp is one item.</summary>
public static class Warp
{
    /// <summary>The number of items in a warp.</summary>
    public static int Size => KernelContext.Current.WarpSize;

    /// <summary>This item's number in its warp.</summary>
    public static int LaneIdx
    {
        get
        {
            KernelContext context = KernelContext.Current;
            Extent index = context.GroupIndex, size = context.GroupSize;
            return (index.X + size.X * (index.Y + size.Y * index.Z)) % context.WarpSize;
        }
    }

    /// <summary>The value that lane <paramref name="lane"/> passes. Every lane of the warp must call this.</summary>
    public static float Shuffle(float value, int lane) =>
        BitConverter.Int32BitsToSingle(KernelContext.Current.Shuffle(BitConverter.SingleToInt32Bits(value), lane));

    /// <summary>The value of the lane <paramref name="delta"/> places up; the item's own if there is none.</summary>
    public static float ShuffleDown(float value, int delta)
    {
        int lane = LaneIdx + delta;
        return Shuffle(value, lane < Size ? lane : LaneIdx);
    }

    /// <summary>The value of the lane whose number differs by the bits of <paramref name="mask"/>.</summary>
    public static float ShuffleXor(float value, int mask) => Shuffle(value, (LaneIdx ^ mask) % Size);
}
