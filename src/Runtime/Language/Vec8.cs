using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiVOS.Runtime.Language;

/// <summary>8 floats in one register (<see cref="Vector256"/>).</summary>
public readonly unsafe struct Vec8 : IVec<Vec8>
{
    private readonly Vector256<float> _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vec8(Vector256<float> lanes) => _lanes = lanes;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 Load(ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.OnRead(view.Pointer, view.Length, index, Width, sizeof(float));
        return new(Vector256.Load(view.Pointer + index));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vec8 value, ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.OnWrite(view.Pointer, view.Length, index, Width, sizeof(float));
        value._lanes.Store(view.Pointer + index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 LoadAligned(ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width);
        return Load(view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAligned(Vec8 value, ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width);
        Store(value, view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vec8 value, ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.OnWrite(view.Pointer, view.Length, index, Width, sizeof(float));
        float* to = view.Pointer + index;
        if ((nuint)to % (nuint)(Width * sizeof(float)) == 0) value._lanes.StoreAlignedNonTemporal(to);
        else value._lanes.Store(to);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 Load<T>(ArrayView<T> view, int index) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Load(Element.Floats(view), index);
        Span<float> lanes = stackalloc float[Width];
        Element.Load(view, index, lanes);
        return new(Vector256.Create<float>(lanes));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vec8 value, ArrayView<T> view, int index) where T : unmanaged
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
    public static Vec8 LoadAligned<T>(ArrayView<T> view, int index) where T : unmanaged
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width, sizeof(T));
        return Load(view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAligned<T>(Vec8 value, ArrayView<T> view, int index) where T : unmanaged
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width, sizeof(T));
        Store(value, view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 Splat(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 Fma(Vec8 a, Vec8 b, Vec8 c) => new(Vector256.FusedMultiplyAdd(a._lanes, b._lanes, c._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 Max(Vec8 a, Vec8 b) => new(Vector256.MaxNative(a._lanes, b._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 Min(Vec8 a, Vec8 b) => new(Vector256.MinNative(a._lanes, b._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 Abs(Vec8 a) => new(Vector256.Abs(a._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 Exp(Vec8 a) => new(Vector256.Exp(a._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 CopySign(Vec8 magnitude, Vec8 sign) => new(Vector256.CopySign(magnitude._lanes, sign._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReduceAdd(Vec8 a) => Vector256.Sum(a._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReduceMax(Vec8 a) => Vec4.ReduceMax(new Vec4(Vector128.MaxNative(a._lanes.GetLower(), a._lanes.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 operator +(Vec8 a, Vec8 b) => new(a._lanes + b._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 operator -(Vec8 a, Vec8 b) => new(a._lanes - b._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 operator *(Vec8 a, Vec8 b) => new(a._lanes * b._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec8 operator /(Vec8 a, Vec8 b) => new(a._lanes / b._lanes);
}
