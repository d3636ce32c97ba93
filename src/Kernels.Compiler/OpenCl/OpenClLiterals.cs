using System;
using System.Globalization;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>Constants in OpenCL C: each reads back as the same bits.</summary>
internal static class OpenClLiterals
{
    /// <summary>A constant; a vector's is the one number of all lanes.</summary>
    public static CText Render(Constant constant)
    {
        Scalar type = constant.Type.Element;
        string code = type switch
        {
            Scalar.Bool => (bool)constant.Value ? "true" : "false",
            Scalar.Float => Float((float)constant.Value),
            Scalar.UInt => Text(constant.Value) + "u",
            Scalar.ULong => Text(constant.Value) + "UL",
            Scalar.Long => (long)constant.Value == long.MinValue ? "LONG_MIN" : Text(constant.Value) + "L",
            _ => constant.Value is int.MinValue ? "INT_MIN" : Text(constant.Value),
        };
        return new(code, code[0] == '-' ? Level.Unary : Level.Primary, OpenClTypes.Promotes(type) ? Scalar.Int : type);
    }

    private static string Float(float value)
    {
        if (float.IsNaN(value)) return "NAN";
        bool negative = value < 0 || (value == 0 && 1 / value < 0);
        return (negative ? "-" : "") + Magnitude(Math.Abs(value));
    }

    private static string Magnitude(float value)
    {
        if (float.IsPositiveInfinity(value)) return "INFINITY";
        if (value == float.MaxValue) return "FLT_MAX";
        string digits = value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        return digits.IndexOfAny(['.', 'e']) < 0 ? digits + ".0f" : digits + "f";
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
