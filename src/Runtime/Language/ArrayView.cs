using System.Runtime.CompilerServices;

namespace LiVOS.Runtime.Language;

/// <summary>A view of device memory, which kernels use instead of pointers. Indices count elements and are unchecked unless
/// <see cref="KernelChecks.Enabled"/>.</summary>
/// <typeparam name="T">The element's type: a plain value.</typeparam>
public readonly unsafe struct ArrayView<T> where T : unmanaged
{
    private readonly T* _pointer;

    /// <summary>Creates a view of <paramref name="length"/> elements at <paramref name="pointer"/>.</summary>
    public ArrayView(T* pointer, long length)
    {
        // A kernel is compiled after its first view is made. Asked here, the answer is a constant by then, and unchecked accesses cost nothing.
        if (KernelChecks.Enabled) KernelChecks.RequireLength(length);
        _pointer = pointer;
        Length = length;
    }

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>The first element's address.</summary>
    internal T* Pointer => _pointer;

    /// <summary>Reads or writes one element.</summary>
    /// <param name="index">From 0 to <see cref="Length"/> less 1.</param>
    public T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (KernelChecks.Enabled) KernelChecks.OnRead(_pointer, Length, index, 1, sizeof(T));
            return _pointer[index];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (KernelChecks.Enabled) KernelChecks.OnWrite(_pointer, Length, index, 1, sizeof(T));
            _pointer[index] = value;
        }
    }

    /// <summary>The elements from number <paramref name="start"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ArrayView<T> SubView(int start) => new(_pointer + start, Length - start);
}
