using System.Runtime.CompilerServices;

namespace LiVOS.Runtime.Language;

/// <summary>Atomic operations on memory.</summary>
public static unsafe class Atomic
{
    /// <summary>Adds <paramref name="value"/> to an element and returns the previous value.</summary>
    public static int Add(ArrayView<int> view, int index, int value)
    {
        if (KernelChecks.Enabled) KernelChecks.OnAtomic(view.Pointer, view.Length, index, sizeof(int));
        return Interlocked.Add(ref Unsafe.AsRef<int>(view.Pointer + index), value) - value;
    }

    /// <summary>Adds <paramref name="value"/> to an element and returns the previous value. The order of several additions, and so
    /// the last bits of their sum, is not defined.</summary>
    public static float Add(ArrayView<float> view, int index, float value)
    {
        if (KernelChecks.Enabled) KernelChecks.OnAtomic(view.Pointer, view.Length, index, sizeof(float));

        // Bits are compared, not floats: a NaN is not equal to itself.
        ref int target = ref Unsafe.AsRef<int>(view.Pointer + index);
        while (true)
        {
            int bits = Volatile.Read(ref target);
            float before = BitConverter.Int32BitsToSingle(bits);
            if (Interlocked.CompareExchange(ref target, BitConverter.SingleToInt32Bits(before + value), bits) == bits) return before;
        }
    }
}
