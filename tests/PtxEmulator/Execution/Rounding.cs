namespace LiVOS.PtxEmulator.Execution;

/// <summary>Rounding of exact numbers to shorter floats.</summary>
internal static class Rounding
{
    /// <summary>
    /// An integer as a double that rounds to every shorter float as the integer itself: where it does not fit, cut off with the last bit set ("to odd").
    /// </summary>
    public static double Odd(Int128 value)
    {
        double nearest = (double)value;
        Int128 back = (Int128)nearest;
        if (back == value) return nearest;
        double cut = Int128.Abs(back) > Int128.Abs(value) ? Math.CopySign(Math.BitDecrement(Math.Abs(nearest)), nearest) : nearest;
        return BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(cut) | 1);
    }

    /// <summary>A number rounded to .f16 or .f32.</summary>
    /// <param name="value">The number.</param>
    /// <param name="to">The type.</param>
    /// <param name="mode">rn (to nearest, ties to even), rz (to zero), rm (down) or rp (up); rni and its like leave what is whole already.</param>
    public static double Narrow(double value, PtxType to, string mode)
    {
        bool isHalf = to == PtxType.F16;
        double nearest = isHalf ? (double)(Half)value : (float)value;
        bool isBelow = nearest < value, isAbove = nearest > value;
        return mode switch
        {
            "rm" or "rz" when isAbove && (mode == "rm" || value > 0)
                => isHalf ? (double)Half.BitDecrement((Half)nearest) : MathF.BitDecrement((float)nearest),
            "rp" or "rz" when isBelow && (mode == "rp" || value < 0)
                => isHalf ? (double)Half.BitIncrement((Half)nearest) : MathF.BitIncrement((float)nearest),
            _ => nearest,
        };
    }

    /// <summary>The bits of a float with a mantissa of 10 bits, rounded to nearest, ties away from zero.</summary>
    public static uint Tf32(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return 0x7fffffff;
        return float.IsInfinity(value) ? bits : (bits + (1u << 12)) & ~((1u << 13) - 1);
    }
}
