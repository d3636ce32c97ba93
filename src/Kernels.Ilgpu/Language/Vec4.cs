using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiVOS.Ilgpu.Language;

/// <summary>4 floats, which a GPU reads and writes in one access of 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly struct Vec4 : IVec<Vec4>
{
    private readonly float _x, _y, _z, _w;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vec4(float x, float y, float z, float w) => (_x, _y, _z, _w) = (x, y, z, w);

    /// <summary>The first lane.</summary>
    public float X => _x;

    /// <summary>The second lane.</summary>
    public float Y => _y;

    /// <summary>The third lane.</summary>
    public float Z => _z;

    /// <summary>The fourth lane.</summary>
    public float W => _w;

    /// <summary>A vector of four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Of(float x, float y, float z, float w) => new(x, y, z, w);

    /// <inheritdoc/>
    public static int Width => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Load(ArrayView<float> view, int index) => new(view[index], view[index + 1], view[index + 2], view[index + 3]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vec4 value, ArrayView<float> view, int index)
    {
        view[index] = value._x;
        view[index + 1] = value._y;
        view[index + 2] = value._z;
        view[index + 3] = value._w;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 LoadAligned(ArrayView<float> view, int index) => view.Cast<Vec4>()[index >> 2];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAligned(Vec4 value, ArrayView<float> view, int index) => view.Cast<Vec4>()[index >> 2] = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vec4 value, ArrayView<float> view, int index) => Store(value, view, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Load<T>(ArrayView<T> view, int index) where T : unmanaged => Load(Element.Floats(view), index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vec4 value, ArrayView<T> view, int index) where T : unmanaged => Store(value, Element.Floats(view), index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 LoadAligned<T>(ArrayView<T> view, int index) where T : unmanaged => LoadAligned(Element.Floats(view), index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAligned<T>(Vec4 value, ArrayView<T> view, int index) where T : unmanaged => StoreAligned(value, Element.Floats(view), index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Splat(float value) => new(value, value, value, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Fma(Vec4 a, Vec4 b, Vec4 c) =>
        new(
            MathF.FusedMultiplyAdd(a._x, b._x, c._x), MathF.FusedMultiplyAdd(a._y, b._y, c._y),
            MathF.FusedMultiplyAdd(a._z, b._z, c._z), MathF.FusedMultiplyAdd(a._w, b._w, c._w));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Max(Vec4 a, Vec4 b) =>
        new(MathF.Max(a._x, b._x), MathF.Max(a._y, b._y), MathF.Max(a._z, b._z), MathF.Max(a._w, b._w));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Min(Vec4 a, Vec4 b) =>
        new(MathF.Min(a._x, b._x), MathF.Min(a._y, b._y), MathF.Min(a._z, b._z), MathF.Min(a._w, b._w));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Abs(Vec4 a) =>
        new(MathF.Abs(a._x), MathF.Abs(a._y), MathF.Abs(a._z), MathF.Abs(a._w));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 Exp(Vec4 a) =>
        new(MathF.Exp(a._x), MathF.Exp(a._y), MathF.Exp(a._z), MathF.Exp(a._w));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 CopySign(Vec4 magnitude, Vec4 sign) =>
        new(
            MathF.CopySign(magnitude._x, sign._x), MathF.CopySign(magnitude._y, sign._y),
            MathF.CopySign(magnitude._z, sign._z), MathF.CopySign(magnitude._w, sign._w));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReduceAdd(Vec4 a) =>
        a._x + a._y + (a._z + a._w);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReduceMax(Vec4 a) =>
        MathF.Max(MathF.Max(a._x, a._y), MathF.Max(a._z, a._w));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 operator +(Vec4 a, Vec4 b) =>
        new(a._x + b._x, a._y + b._y, a._z + b._z, a._w + b._w);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 operator -(Vec4 a, Vec4 b) =>
        new(a._x - b._x, a._y - b._y, a._z - b._z, a._w - b._w);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 operator *(Vec4 a, Vec4 b) =>
        new(a._x * b._x, a._y * b._y, a._z * b._z, a._w * b._w);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 operator /(Vec4 a, Vec4 b) =>
        new(a._x / b._x, a._y / b._y, a._z / b._z, a._w / b._w);
}
