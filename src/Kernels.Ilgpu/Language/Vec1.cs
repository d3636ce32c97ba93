using System.Runtime.CompilerServices;

namespace LiVOS.Ilgpu.Language;

/// <summary>One float, for channel counts that no wider vector divides.</summary>
internal readonly struct Vec1 : IVec<Vec1>
{
    private readonly float _lane;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vec1(float lane) => _lane = lane;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 Load(ArrayView<float> view, int index) => new(view[index]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vec1 value, ArrayView<float> view, int index) => view[index] = value._lane;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 LoadAligned(ArrayView<float> view, int index) => Load(view, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAligned(Vec1 value, ArrayView<float> view, int index) => Store(value, view, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vec1 value, ArrayView<float> view, int index) => Store(value, view, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 Load<T>(ArrayView<T> view, int index) where T : unmanaged => Load(Element.Floats(view), index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vec1 value, ArrayView<T> view, int index) where T : unmanaged => Store(value, Element.Floats(view), index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 LoadAligned<T>(ArrayView<T> view, int index) where T : unmanaged => LoadAligned(Element.Floats(view), index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAligned<T>(Vec1 value, ArrayView<T> view, int index) where T : unmanaged => StoreAligned(value, Element.Floats(view), index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 Splat(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 Fma(Vec1 a, Vec1 b, Vec1 c) => new(MathF.FusedMultiplyAdd(a._lane, b._lane, c._lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 Max(Vec1 a, Vec1 b) => new(MathF.Max(a._lane, b._lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 Min(Vec1 a, Vec1 b) => new(MathF.Min(a._lane, b._lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 Abs(Vec1 a) => new(MathF.Abs(a._lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 Exp(Vec1 a) => new(MathF.Exp(a._lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 CopySign(Vec1 magnitude, Vec1 sign) => new(MathF.CopySign(magnitude._lane, sign._lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReduceAdd(Vec1 a) => a._lane;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReduceMax(Vec1 a) => a._lane;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 operator +(Vec1 a, Vec1 b) => new(a._lane + b._lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 operator -(Vec1 a, Vec1 b) => new(a._lane - b._lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 operator *(Vec1 a, Vec1 b) => new(a._lane * b._lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec1 operator /(Vec1 a, Vec1 b) => new(a._lane / b._lane);
}
