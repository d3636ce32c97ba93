using System.Globalization;

namespace LiVOS.PtxEmulator.Parsing;

/// <summary>The numbers of PTX: integers of 64 bits, decimal fractions, and floats by their bits (0f and eight digits, 0d and sixteen).</summary>
internal static class Literals
{
    /// <summary>Null if it is none, or an octal one.</summary>
    public static Operand? Parse(string text, bool isNegative)
    {
        string prefix = text.Length > 1 ? text[..2].ToLowerInvariant() : text;
        if (prefix is "0f" or "0d") return isNegative ? null : Float(prefix, text[2..]);
        if (text.Contains('.'))
            return Parsed<double>(text, NumberStyles.Float) is { } value ? new FloatOperand(isNegative ? -value : value, null) : null;

        string digits = text.EndsWith('U') ? text[..^1] : text;
        ulong? integer = prefix switch
        {
            "0x" => Parsed<ulong>(digits[2..], NumberStyles.AllowHexSpecifier),
            "0b" => Parsed<ulong>(digits[2..], NumberStyles.AllowBinarySpecifier),
            _ => digits.Length > 1 && digits[0] == '0' ? null : Parsed<ulong>(digits, NumberStyles.None),
        };
        return integer is { } n ? new IntegerOperand(isNegative ? -(Int128)n : n) : null;
    }

    private static FloatOperand? Float(string prefix, string digits)
    {
        if (digits.Length != (prefix == "0f" ? 8 : 16) || Parsed<ulong>(digits, NumberStyles.AllowHexSpecifier) is not { } bits) return null;
        return prefix == "0f" ? new(BitConverter.UInt32BitsToSingle((uint)bits), (uint)bits) : new(BitConverter.UInt64BitsToDouble(bits), null);
    }

    private static T? Parsed<T>(string text, NumberStyles style)
        where T : struct, System.Numerics.INumber<T> => T.TryParse(text, style, CultureInfo.InvariantCulture, out T value) ? value : null;
}
