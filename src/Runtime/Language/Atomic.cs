using System.Runtime.CompilerServices;

namespace LiVOS.Runtime.Language;

/// <summary>Changes of one place in memory that several items may make at a time.</summary>
public static unsafe class Atomic
{
    /// <summary>Adds <paramref name="value"/> to an element and returns what was there before.</summary>
    public static int Add(ArrayView<int> view, int index, int value) =>
        Interlocked.Add(ref Unsafe.AsRef<int>(view.Pointer + index), value) - value;

    /// <summary>Adds <paramref name="value"/> to an element and returns what was there before. The order of several additions, and so
    /// the last bits of their sum, is not defined.</summary>
    public static float Add(ArrayView<float> view, int index, float value)
    {
        ref float target = ref Unsafe.AsRef<float>(view.Pointer + index);
        while (true)
        {
            float before = Volatile.Read(ref target);
            if (Interlocked.CompareExchange(ref target, before + value, before) == before) return before;
        }
    }
}
