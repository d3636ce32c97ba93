using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiVOS.Runtime.Language;

/// <summary>16 floats in one register (<see cref="Vector512"/>).</summary>
public readonly unsafe struct Vec16 : IVec<Vec16>
{
    private readonly Vector512<float> _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vec16(Vector512<float> lanes) => _lanes = lanes;

    /// <inheritdoc/>
    public static int Width => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 Load(ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.OnRead(view.Pointer, view.Length, index, Width, sizeof(float));
        return new(Vector512.Load(view.Pointer + index));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vec16 value, ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.OnWrite(view.Pointer, view.Length, index, Width, sizeof(float));
        value._lanes.Store(view.Pointer + index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 LoadAligned(ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width);
        return Load(view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAligned(Vec16 value, ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width);
        Store(value, view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vec16 value, ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.OnWrite(view.Pointer, view.Length, index, Width, sizeof(float));
        float* to = view.Pointer + index;
        if ((nuint)to % (nuint)(Width * sizeof(float)) == 0) value._lanes.StoreAlignedNonTemporal(to);
        else value._lanes.Store(to);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 Load<T>(ArrayView<T> view, int index) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Load(Element.Floats(view), index);
        Span<float> lanes = stackalloc float[Width];
        Element.Load(view, index, lanes);
        return new(Vector512.Create<float>(lanes));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vec16 value, ArrayView<T> view, int index) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Store(value, Element.Floats(view), index);
            return;
        }

        Span<float> lanes = stackalloc float[Width];
        value._lanes.CopyTo(lanes);
        Element.Store(lanes, view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 LoadAligned<T>(ArrayView<T> view, int index) where T : unmanaged
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width, sizeof(T));
        return Load(view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAligned<T>(Vec16 value, ArrayView<T> view, int index) where T : unmanaged
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width, sizeof(T));
        Store(value, view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 Splat(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 Fma(Vec16 a, Vec16 b, Vec16 c) => new(Vector512.FusedMultiplyAdd(a._lanes, b._lanes, c._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 Max(Vec16 a, Vec16 b) => new(Vector512.MaxNative(a._lanes, b._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 Min(Vec16 a, Vec16 b) => new(Vector512.MinNative(a._lanes, b._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 Abs(Vec16 a) => new(Vector512.Abs(a._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 Exp(Vec16 a) => new(Vector512.Exp(a._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 CopySign(Vec16 magnitude, Vec16 sign) => new(Vector512.CopySign(magnitude._lanes, sign._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReduceAdd(Vec16 a) => Vector512.Sum(a._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReduceMax(Vec16 a) => Vec8.ReduceMax(new Vec8(Vector256.MaxNative(a._lanes.GetLower(), a._lanes.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 operator +(Vec16 a, Vec16 b) => new(a._lanes + b._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 operator -(Vec16 a, Vec16 b) => new(a._lanes - b._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 operator *(Vec16 a, Vec16 b) => new(a._lanes * b._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec16 operator /(Vec16 a, Vec16 b) => new(a._lanes / b._lanes);
}
