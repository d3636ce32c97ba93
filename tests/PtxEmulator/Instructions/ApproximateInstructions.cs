using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

/// <summary>
/// The approximate functions of .f32: the exact result, moved by an error within the PTX ISA's bound that depends on the operands' bits alone,
/// so that no test can rely on more than the bound. Zeros, subnormal numbers, infinities and NaN, for most of which the ISA names the result, are exact.
/// </summary>
internal static class ApproximateInstructions
{
    private static readonly double s_turn = 2 * Math.PI;

    /// <summary>ex2, lg2, sin, cos, rcp, rsqrt, sqrt, tanh with .approx; rcp.rn and sqrt.rn are exact.</summary>
    public static Step Unary(InstructionReader it)
    {
        if (it.Opcode is "rcp" or "sqrt" && it.Takes("rn")) return FloatInstructions.Unary(it);
        it.Needs("approx");
        bool ftz = it.Opcode != "tanh" && it.Takes("ftz");
        it.Type(F32);
        it.Operands(2);
        if (it.Opcode == "tanh") it.Requires(75, 7, 0);
        Func<float, double> exact = it.Opcode switch
        {
            "ex2" => x => double.Exp2(x),
            "lg2" => x => Math.Log2(x),
            "sin" => x => Math.Sin(x),
            "cos" => x => Math.Cos(x),
            "rcp" => x => 1 / (double)x,
            "rsqrt" => x => 1 / Math.Sqrt(x),
            "sqrt" => x => Math.Sqrt(x),
            _ => x => Math.Tanh(x),
        };
        string name = it.Opcode;
        return Lanewise.Unary<float, float>(it.Written(F32), it.Read(F32), given =>
        {
            float x = FloatInstructions.Flush(given, ftz);
            float result = float.IsNormal(x) ? Moved(exact(x), Bound(name, x, exact(x)), BitConverter.SingleToUInt32Bits(x)) : (float)exact(x);
            return FloatInstructions.Result(result, ftz, false);
        });
    }

    /// <summary>
    /// div.approx and div.full: 2 units in the last place; subnormal numbers are flushed with and without .ftz;
    /// .approx by a divisor above 2^126 is 0, or NaN of an infinity.
    /// </summary>
    public static Step Divide(InstructionReader it, string kind)
    {
        it.Takes("ftz");
        it.Type(F32);
        it.Operands(3);
        return Lanewise.Binary<float, float, float>(it.Written(F32), it.Read(F32), it.Read(F32), (a, b) =>
        {
            float x = FloatInstructions.Flush(a, true), y = FloatInstructions.Flush(b, true);
            bool isLost = kind == "approx" && float.IsFinite(y) && Math.Abs(y) > Power(126);
            if (isLost) return FloatInstructions.Result(float.IsInfinity(x) ? float.NaN : 0 * x * float.Sign(y), true, false);
            double exact = (double)x / y;
            uint bits = unchecked((BitConverter.SingleToUInt32Bits(x) * 31) + BitConverter.SingleToUInt32Bits(y));
            return FloatInstructions.Result(Moved(exact, Math.Abs(exact) * Power(-23), bits), true, false);
        });
    }

    /// <summary>The largest error of a function at a point.</summary>
    /// <param name="name">The function's opcode.</param>
    /// <param name="x">The operand.</param>
    /// <param name="exact">The exact result.</param>
    public static double Bound(string name, double x, double exact) => name switch
    {
        "ex2" => Power(-22.5 + Math.Floor(x)),
        "lg2" => x is > 0.5 and < 2 ? Power(-22.6) : Math.Abs(exact) * Power(-22),
        "rcp" or "sqrt" => Math.Abs(exact) * Power(-23),
        "rsqrt" => Math.Abs(exact) * Power(-22.4),
        "tanh" => Math.Abs(exact) * Power(-11),

        // Beyond 100 pi sin and cos have no bound at all.
        _ => Math.Abs(x) <= s_turn ? Power(-20.5) : Math.Abs(x) <= 50 * s_turn ? Power(-14.7) : 0.5,
    };

    private static double Power(double exponent) => Math.Pow(2, exponent);

    // Rounding to float takes its share of the bound.
    private static float Moved(double exact, double bound, uint bits)
    {
        if (!float.IsFinite((float)exact) || (float)exact == 0) return (float)exact;
        uint hash = bits * 0x9e3779b1;
        hash = (hash ^ (hash >> 15)) * 0x85ebca77;
        double direction = ((hash ^ (hash >> 13)) / (double)uint.MaxValue * 2) - 1;
        return (float)(exact + (direction * Math.Max(0, bound - (Math.Abs(exact) * Power(-24)))));
    }
}
