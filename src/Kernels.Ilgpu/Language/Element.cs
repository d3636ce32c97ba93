using System.Runtime.CompilerServices;

namespace LiVOS.Ilgpu.Language;

/// <summary>Numbers of memory whose type a kernel leaves open: floats, always. Kernels over halves are left to our own compiler.</summary>
internal static class Element
{
    /// <summary>Reads a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load<T>(ArrayView<T> view, int index) where T : unmanaged => Floats(view)[index];

    /// <summary>Writes a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(float value, ArrayView<T> view, int index) where T : unmanaged => Floats(view)[index] = value;

    /// <summary>The same elements as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ArrayView<float> Floats<T>(ArrayView<T> view) where T : unmanaged => view.Cast<float>();
}
