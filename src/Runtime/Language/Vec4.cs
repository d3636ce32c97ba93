using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiVOS.Runtime.Language;

/// <summary>4 floats in one register (<see cref="Vector128"/>).</summary>
public readonly unsafe struct Vec4 : IVec<Vec4>
{
    private readonly Vector128<float> _lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vec4(Vector128<float> lanes) => _lanes = lanes;

    /// <summary>The first lane.</summary>
    public float X => _lanes[0];

    /// <summary>The second lane.</summary>
    public float Y => _lanes[1];

    /// <summary>The third lane.</summary>
    public float Z => _lanes[2];

    /// <summary>The fourth lane.</summary>
    public float W => _lanes[3];

    /// <summary>A vector of four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Of(float x, float y, float z, float w) => new(Vector128.Create(x, y, z, w));

    /// <summary>The four numbers of <paramref name="lanes"/>.</summary>
    internal static Vec4 Of(ReadOnlySpan<float> lanes) => new(Vector128.Create(lanes));

    /// <inheritdoc/>
    public static int Width => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Load(ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.OnRead(view.Pointer, view.Length, index, Width, sizeof(float));
        return new(Vector128.Load(view.Pointer + index));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vec4 value, ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.OnWrite(view.Pointer, view.Length, index, Width, sizeof(float));
        value._lanes.Store(view.Pointer + index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 LoadAligned(ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width);
        return Load(view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAligned(Vec4 value, ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width);
        Store(value, view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vec4 value, ArrayView<float> view, int index)
    {
        if (KernelChecks.Enabled) KernelChecks.OnWrite(view.Pointer, view.Length, index, Width, sizeof(float));
        float* to = view.Pointer + index;
        if ((nuint)to % (nuint)(Width * sizeof(float)) == 0) value._lanes.StoreAlignedNonTemporal(to);
        else value._lanes.Store(to);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Load<T>(ArrayView<T> view, int index) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Load(Element.Floats(view), index);
        Span<float> lanes = stackalloc float[Width];
        Element.Load(view, index, lanes);
        return new(Vector128.Create<float>(lanes));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vec4 value, ArrayView<T> view, int index) where T : unmanaged
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
    public static Vec4 LoadAligned<T>(ArrayView<T> view, int index) where T : unmanaged
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width, sizeof(T));
        return Load(view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAligned<T>(Vec4 value, ArrayView<T> view, int index) where T : unmanaged
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(view.Pointer, index, Width, sizeof(T));
        Store(value, view, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Splat(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Fma(Vec4 a, Vec4 b, Vec4 c) => new(Vector128.FusedMultiplyAdd(a._lanes, b._lanes, c._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Max(Vec4 a, Vec4 b) => new(Vector128.MaxNative(a._lanes, b._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Min(Vec4 a, Vec4 b) => new(Vector128.MinNative(a._lanes, b._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Abs(Vec4 a) => new(Vector128.Abs(a._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Exp(Vec4 a) => new(Vector128.Exp(a._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 CopySign(Vec4 magnitude, Vec4 sign) => new(Vector128.CopySign(magnitude._lanes, sign._lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReduceAdd(Vec4 a) => Vector128.Sum(a._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReduceMax(Vec4 a)
    {
        Vector128<float> pairs = Vector128.MaxNative(a._lanes, Vector128.Shuffle(a._lanes, Vector128.Create(2, 3, 0, 1)));
        return MathF.Max(pairs[0], pairs[1]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 operator +(Vec4 a, Vec4 b) => new(a._lanes + b._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 operator -(Vec4 a, Vec4 b) => new(a._lanes - b._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 operator *(Vec4 a, Vec4 b) => new(a._lanes * b._lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 operator /(Vec4 a, Vec4 b) => new(a._lanes / b._lanes);
}
