using System.Runtime.CompilerServices;

namespace LiVOS.Runtime.Language;

/// <summary>
/// Numbers of memory whose type a kernel leaves open: floats, or halves (<see cref="Half"/>), which take half the memory. A kernel computes with floats either
/// way. A type parameter of a kernel that is <c>unmanaged</c> and nothing else is such a type, and the kernel is compiled for each.
/// </summary>
public static unsafe class Element
{
    /// <summary>Reads a number.</summary>
    /// <typeparam name="T">float, or <see cref="Half"/>.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load<T>(ArrayView<T> view, int index) where T : unmanaged =>
        typeof(T) == typeof(float) ? Floats(view)[index] : (float)Halves(view)[index];

    /// <summary>Writes a number, rounded to the nearest one that memory can hold, ties to the even one.</summary>
    /// <typeparam name="T">float, or <see cref="Half"/>.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(float value, ArrayView<T> view, int index) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Floats(view)[index] = value;
        else Halves(view)[index] = (Half)value;
    }

    /// <summary>Reads consecutive halves: one access.</summary>
    internal static void Load<T>(ArrayView<T> view, int index, Span<float> to) where T : unmanaged
    {
        Half* first = Halves(view).Pointer + index;
        if (KernelChecks.Enabled) KernelChecks.OnRead(view.Pointer, view.Length, index, to.Length, sizeof(T));
        for (int i = 0; i < to.Length; i++) to[i] = (float)first[i];
    }

    /// <summary>Writes consecutive halves: one access.</summary>
    internal static void Store<T>(ReadOnlySpan<float> from, ArrayView<T> view, int index) where T : unmanaged
    {
        Half* first = Halves(view).Pointer + index;
        if (KernelChecks.Enabled) KernelChecks.OnWrite(view.Pointer, view.Length, index, from.Length, sizeof(T));
        for (int i = 0; i < from.Length; i++) first[i] = (Half)from[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ArrayView<float> Floats<T>(ArrayView<T> view) where T : unmanaged => new((float*)view.Pointer, view.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ArrayView<Half> Halves<T>(ArrayView<T> view) where T : unmanaged => typeof(T) == typeof(Half)
        ? new((Half*)view.Pointer, view.Length)
        : throw new NotSupportedException($"Kernels compute with floats and halves, not with {typeof(T).Name}.");
}
