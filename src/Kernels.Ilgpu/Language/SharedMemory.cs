using System.Runtime.CompilerServices;

namespace LiVOS.Ilgpu.Language;

/// <summary>Memory that the items of a group share while the group runs: ILGPU's, as our kernels ask for it.</summary>
internal static class SharedMemory
{
    /// <summary>An array of <paramref name="length"/> elements; the length must be a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ArrayView<T> Allocate<T>(int length) where T : unmanaged => ILGPU.SharedMemory.Allocate<T>(length);

    /// <summary>The array whose length the launch chooses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ArrayView<float> GetDynamic() => ILGPU.SharedMemory.GetDynamic<float>();

    /// <summary>The same elements, each as its 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ArrayView<uint> AsBits(ArrayView<float> shared) => shared.Cast<uint>();
}
