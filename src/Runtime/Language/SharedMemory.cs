namespace LiVOS.Runtime.Language;

/// <summary>Memory that the items of a group share while the group runs. Its contents are undefined at first.</summary>
public static unsafe class SharedMemory
{
    /// <summary>An array of <paramref name="length"/> elements; the length must be a constant.</summary>
    public static ArrayView<T> Allocate<T>(int length) where T : unmanaged =>
        new((T*)KernelContext.Current.AllocateShared(checked(length * sizeof(T))), length);

    /// <summary>The array whose length the launch chooses (<see cref="LaunchShape.DynamicShared"/>).</summary>
    public static ArrayView<float> GetDynamic()
    {
        KernelContext context = KernelContext.Current;
        return new((float*)context.DynamicShared(), context.DynamicLength);
    }

    /// <summary>The same elements, each as its 32 bits (<see cref="TensorCore.LoadMatrices"/> takes them so).</summary>
    /// <param name="shared">An array of shared memory, or a part of one.</param>
    public static ArrayView<uint> AsBits(ArrayView<float> shared) => new((uint*)shared.Pointer, shared.Length);
}
