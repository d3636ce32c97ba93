using System;
using System.Globalization;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>Numbers in PTX.</summary>
internal static class PtxLiterals
{
    /// <summary>A constant; a vector's is the one number of all lanes. True is -1.</summary>
    public static string Render(Constant constant) => constant.Value switch
    {
        bool truth => truth ? "-1" : "0",
        float number => Float(number),
        long and long.MinValue => "0x8000000000000000",
        var integer => Convert.ToString(integer, CultureInfo.InvariantCulture)!,
    };

    /// <summary>A float by its bits, which is how PTX takes one exactly.</summary>
    public static string Float(float number) => $"0f{Bits(number):X8}";

    /// <summary>A float's literal in decimal, for readers.</summary>
    public static string Meaning(string literal)
    {
        uint bits = uint.Parse(literal.Substring(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return BitConverter.ToSingle(BitConverter.GetBytes(bits), 0).ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>A float's bits.</summary>
    public static uint Bits(float number) => BitConverter.ToUInt32(BitConverter.GetBytes(number), 0);
}
