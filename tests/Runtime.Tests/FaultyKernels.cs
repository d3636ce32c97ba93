using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Tests;

/// <summary>Kernels that each break one rule, for the race checker to find. Groups of 8 items unless they say otherwise.</summary>
public static class FaultyKernels
{
    public const int Items = 8;

    /// <summary>Reads its neighbour's element with no barrier after the write.</summary>
    [Kernel]
    public static void MissingBarrier(ArrayView<float> y)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Items);
        shared[Group.IdxX] = Group.IdxX;
        y[Group.IdxX] = shared[(Group.IdxX + Items - 1) % Items];
    }

    /// <summary>Overwrites what another item may still read: the second barrier of the loop is missing.</summary>
    [Kernel]
    public static void WriteAfterRead(ArrayView<float> y)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Items);
        float sum = 0;
        for (int round = 0; round < 2; round++)
        {
            shared[Group.IdxX] = round;
            Group.Barrier();
            sum += shared[(Group.IdxX + 1) % Items];
        }

        y[Group.IdxX] = sum;
    }

    /// <summary>All items write one element.</summary>
    [Kernel]
    public static void WriteWrite(ArrayView<float> y)
    {
        ArrayView<float> shared = SharedMemory.GetDynamic();
        shared[1] = Group.IdxX;
        Group.Barrier();
        y[Group.IdxX] = shared[1];
    }

    /// <summary>Adds atomically to what another item reads plainly.</summary>
    [Kernel]
    public static void AtomicAndRead(ArrayView<int> y)
    {
        if (Group.IdxX == 0) Atomic.Add(y, 0, 1);
        else y[Group.IdxX] = y[0];
    }

    /// <summary>The two halves of the group wait at two barriers.</summary>
    [Kernel]
    public static void DivergentBarrier(ArrayView<float> y)
    {
        if (Group.IdxX < 4)
            Group.Barrier();
        else
            Group.Barrier();
        y[Group.IdxX] = 0;
    }

    /// <summary>Items past the end return before the barrier.</summary>
    [Kernel]
    public static void EarlyReturn(ArrayView<float> y, int length)
    {
        if (Group.IdxX >= length) return;
        y[Group.IdxX] = 0;
        Group.Barrier();
    }

    /// <summary>One item waits one time more.</summary>
    [Kernel]
    public static void OneBarrierMore(ArrayView<float> y)
    {
        for (int i = 0; i <= Group.IdxX / (Items - 1); i++) Group.Barrier();
        y[Group.IdxX] = 0;
    }

    /// <summary>Half of the warp shuffles.</summary>
    [Kernel]
    public static void HalfShuffle(ArrayView<float> y)
    {
        if (Group.IdxX < 4) y[Group.IdxX] = Warp.Shuffle(1, 0);
    }

    /// <summary>Takes a shuffle for a barrier: the first item overwrites what all have read before.</summary>
    [Kernel]
    public static void ShuffleForBarrier(ArrayView<float> y)
    {
        float first = y[0];
        float sum = first + Warp.Shuffle(first, 0);
        if (Group.IdxX == 0) y[0] = sum;
    }

    /// <summary>Asks a lane that the group does not have.</summary>
    [Kernel]
    public static void ShuffleOutside(ArrayView<float> y) => y[Group.IdxX] = Warp.ShuffleDown(1, 4);

    /// <summary>Every group's first item writes element 2.</summary>
    [Kernel]
    public static void GroupsWrite(ArrayView<float> y)
    {
        if (Group.IdxX == 0) y[2] = Grid.IdxX;
    }

    /// <summary>Every group reads what the last group writes, and goes through phases and several readers between.</summary>
    [Kernel]
    public static void GroupsReadThenWrite(ArrayView<float> y)
    {
        float kept = y[0];
        Group.Barrier();
        if (Grid.IdxX == Grid.DimX - 1 && Group.IdxX == 5) y[0] = kept;
    }

    /// <summary>One item reads past the end of a shared array.</summary>
    [Kernel]
    public static void SharedOutOfBounds(ArrayView<float> y)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Items);
        shared[Group.IdxX] = 0;
        Group.Barrier();
        y[Group.IdxX] = shared[Group.IdxX + 1];
    }

    /// <summary>Adds atomically before the start of the tensor.</summary>
    [Kernel]
    public static void AtomicOutOfBounds(ArrayView<int> y) => Atomic.Add(y, -1, 1);

    /// <summary>Items ask for shared arrays of different lengths: refused by the compiler (LIVOS011).</summary>
    public static void OddArrays(ArrayView<float> y)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Group.IdxX == 3 ? 4 : 5);
        y[Group.IdxX] = shared.Length;
    }

    /// <summary>Reads shared memory that nobody in the group has written yet.</summary>
    [Kernel]
    public static void Uninitialized(ArrayView<float> y)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Items), dynamic = SharedMemory.GetDynamic();
        y[Grid.IdxX * Items + Group.IdxX] = Group.IdxX < 4 ? shared[Group.IdxX] : dynamic[Group.IdxX];
        shared[Group.IdxX] = dynamic[Group.IdxX] = 1;
    }

    /// <summary>A prefix sum with no order between its items.</summary>
    [Kernel]
    public static void Prefix(Index1D item, ArrayView<float> y)
    {
        if (item > 0) y[item] += y[item - 1];
    }

    /// <summary>Steps by one element where vectors have several.</summary>
    [Kernel]
    public static void Overlap<TVec>(Index1D item, ArrayView<float> y) where TVec : struct, IVec<TVec> =>
        TVec.Store(TVec.Splat(item), y, item);

    /// <summary>Takes the elements from number 1 on for an aligned vector.</summary>
    [Kernel]
    public static void Misaligned<TVec>(Index1D item, ArrayView<float> x, ArrayView<float> y) where TVec : struct, IVec<TVec>
    {
        TVec.StoreAligned(TVec.LoadAligned(x, 4 * TVec.Width), y, TVec.Width * item);
        TVec.StoreAligned(TVec.LoadAligned(x, 0), y, TVec.Width * item + 1);
    }

    /// <summary>Copies to a place that is no multiple of 16 bytes.</summary>
    [Kernel]
    public static void MisalignedCopy(ArrayView<float> x) => AsyncCopy.Begin(x, 4, SharedMemory.GetDynamic().SubView(3), 0, true);

    /// <summary>A kernel over items with a barrier: refused by the compiler (LIVOS012).</summary>
    public static void BarrierOverItems(Index1D item, ArrayView<float> y)
    {
        y[item] = 0;
        Group.Barrier();
    }

    /// <summary>Half of the warp loads matrices.</summary>
    [Kernel]
    public static void HalfLoad(ArrayView<int> y)
    {
        ArrayView<uint> shared = SharedMemory.Allocate<uint>(4);
        if (Group.IdxX < 16) y[Group.IdxX] = (int)TensorCore.LoadMatrices(shared, 0).X;
    }

    /// <summary>The two halves of the warp multiply at two places.</summary>
    [Kernel]
    public static void DivergentMultiply(ArrayView<float> y)
    {
        if (Group.IdxX < 16)
            Vec4.Store(TensorCore.MultiplyTf32(default, 0, 0, Vec4.Splat(0)), y, 4 * Group.IdxX);
        else
            Vec4.Store(TensorCore.MultiplyTf32(default, 0, 0, Vec4.Splat(0)), y, 4 * Group.IdxX);
    }

    /// <summary>Half of the warp multiplies while the other half shuffles.</summary>
    [Kernel]
    public static void MultiplyBesideShuffle(ArrayView<float> y) => y[Group.IdxX] = Group.IdxX < 16
        ? Vec4.ReduceAdd(TensorCore.MultiplyHalves(default, 0, 0, Vec4.Splat(0)))
        : Warp.Shuffle(1, 0);

    /// <summary>Divides by zero in one item.</summary>
    [Kernel]
    public static void Divide(Index1D item, ArrayView<int> y) => y[item] = 1 / (item - 3);
}
