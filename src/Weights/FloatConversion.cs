using System.Numerics;
using System.Runtime.InteropServices;

namespace LiVOS.Weights;

/// <summary>Converts stored numbers to floats, and floats to halves.</summary>
public static class FloatConversion
{
    /// <summary>Converts little-endian numbers of any type to floats.</summary>
    /// <param name="type">The type of the numbers.</param>
    /// <param name="bytes">The numbers; as many as <paramref name="destination"/> holds.</param>
    /// <param name="destination">Takes the floats.</param>
    public static void ToFloats(DataType type, ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        switch (type)
        {
            case DataType.F32: MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination); break;
            case DataType.F16: HalvesToFloats(MemoryMarshal.Cast<byte, ushort>(bytes), destination); break;
            case DataType.BF16: UpperHalvesToFloats(MemoryMarshal.Cast<byte, ushort>(bytes), destination); break;
            case DataType.F64: Convert<double>(bytes, destination); break;
            case DataType.I64: Convert<long>(bytes, destination); break;
            case DataType.I32: Convert<int>(bytes, destination); break;
            case DataType.I16: Convert<short>(bytes, destination); break;
            case DataType.I8: Convert<sbyte>(bytes, destination); break;
            case DataType.U64: Convert<ulong>(bytes, destination); break;
            case DataType.U32: Convert<uint>(bytes, destination); break;
            case DataType.U16: Convert<ushort>(bytes, destination); break;
            case DataType.U8: Convert<byte>(bytes, destination); break;
            case DataType.Bool:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = bytes[i] == 0 ? 0 : 1;
                break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, null);
        }
    }

    /// <summary>Rounds floats to the nearest halves, ties to even; what is too large becomes infinite.</summary>
    /// <param name="floats">The numbers.</param>
    /// <param name="halves">Takes as many halves.</param>
    public static void ToHalves(ReadOnlySpan<float> floats, Span<Half> halves)
    {
        for (int i = 0; i < floats.Length; i++)
            halves[i] = (Half)floats[i];
    }

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<float> destination) where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<T> numbers = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = float.CreateTruncating(numbers[i]);
    }

    private static void UpperHalvesToFloats(ReadOnlySpan<ushort> halves, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
    }

    private static void HalvesToFloats(ReadOnlySpan<ushort> halves, Span<float> destination)
    {
        int i = 0;
        for (; i <= destination.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(halves[i..]), out Vector<uint> low, out Vector<uint> high);
            HalvesToFloats(low).CopyTo(destination[i..]);
            HalvesToFloats(high).CopyTo(destination[(i + Vector<uint>.Count)..]);
        }
        for (; i < destination.Length; i++)
            destination[i] = (float)BitConverter.UInt16BitsToHalf(halves[i]);
    }

    // Shifted into a float's place, a half is too small by 2^112, the difference of the exponents' biases; multiplying by that
    // also brings a half's subnormals right. Infinities and NaNs then still lack the float's largest exponent.
    private static Vector<float> HalvesToFloats(Vector<uint> halves)
    {
        Vector<uint> magnitude = halves & new Vector<uint>(0x7FFF);
        Vector<uint> special = Vector.GreaterThan(magnitude, new Vector<uint>(0x7BFF)) & new Vector<uint>(0x7F800000);
        Vector<uint> sign = (halves & new Vector<uint>(0x8000)) << 16;
        Vector<float> scaled = Vector.AsVectorSingle(magnitude << 13) * BitConverter.UInt32BitsToSingle((127 + 112) << 23);
        return Vector.AsVectorSingle(Vector.AsVectorUInt32(scaled) | special | sign);
    }
}
