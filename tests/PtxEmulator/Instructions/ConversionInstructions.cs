using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

/// <summary>cvt between integers and floats of all sizes, to tf32 and to pairs of f16.</summary>
internal static class ConversionInstructions
{
    private static readonly string[] s_toInteger = ["rni", "rzi", "rmi", "rpi"], s_toFloat = ["rn", "rz", "rm", "rp"];

    public static Step Convert(InstructionReader it)
    {
        string? rounding = it.TakesAny("rn", "rz", "rm", "rp", "rni", "rzi", "rmi", "rpi", "rna");
        (bool ftz, bool sat) = (it.Takes("ftz"), it.Takes("sat"));
        if (rounding == "rna") return ToTf32(it, ftz || sat);
        PtxType to = it.Type(U8, U16, U32, U64, S8, S16, S32, S64, F16, F16x2, F32, F64);
        PtxType from = it.Type(U8, U16, U32, U64, S8, S16, S32, S64, F16, F32, F64);
        if (to == F16x2) return ToPair(it, rounding, from, ftz || sat);
        CheckRounding(it, rounding, to, from);
        if (ftz && to != F32 && from != F32) throw it.Error(".ftz belongs to conversions from or to .f32.");
        it.Operands(2);
        Target d = it.Written(to, wider: true);
        Source a = it.Read(from, wider: true);
        Func<ulong, ulong> convert = (from.IsFloat(), to.IsFloat()) switch
        {
            (false, false) => bits => Integer(Value(bits, from), to, sat),
            (true, false) => bits => Integer(Whole(Flush(Number(bits, from), from, ftz), rounding!), to),
            (false, true) => bits => Float(to == F64 ? (double)Value(bits, from) : Rounding.Odd(Value(bits, from)), to, rounding!, ftz, sat),
            _ => bits => Float(Whole(Flush(Number(bits, from), from, ftz), rounding), to, rounding ?? "rn", ftz, sat),
        };
        return Lanewise.OfBits(d, a, convert);
    }

    /// <summary>The bits of an integer of a type, extended to 64 by its sign.</summary>
    public static ulong Extended(ulong bits, PtxType type) => unchecked((ulong)(long)Value(bits, type));

    private static Step ToTf32(InstructionReader it, bool hasOther)
    {
        if (hasOther) throw it.Error(".ftz and .sat have no place in a conversion to .tf32.");
        it.Needs("tf32");
        it.Type(F32);
        it.Requires(80, 7, 0);
        it.Operands(2);
        return Lanewise.Unary<float, uint>(it.Written(B32), it.Read(F32), Rounding.Tf32);
    }

    private static Step ToPair(InstructionReader it, string? rounding, PtxType from, bool hasOther)
    {
        if (from != F32 || rounding is not ("rn" or "rz") || hasOther) throw it.Error("a conversion to .f16x2 is cvt.rn.f16x2.f32 or cvt.rz.f16x2.f32.");
        it.Requires(80, 7, 0);
        it.Operands(3);
        return Lanewise.Binary<float, float, uint>(it.Written(B32), it.Read(F32), it.Read(F32), (high, low) => (uint)(Half(high) << 16 | Half(low)));

        ulong Half(float value) => Float(value, F16, rounding, false, false);
    }

    private static void CheckRounding(InstructionReader it, string? rounding, PtxType to, PtxType from)
    {
        bool narrows = !from.IsFloat() || to.Bits() < from.Bits();
        string[] allowed = (from.IsFloat(), to.IsFloat()) switch
        {
            (false, false) => [],
            (true, false) => s_toInteger,
            _ when narrows => s_toFloat,
            _ => to == from ? s_toInteger : [],
        };
        bool mayOmit = from.IsFloat() == to.IsFloat() && !(to.IsFloat() && narrows);
        if (rounding is null ? !mayOmit : !allowed.Contains(rounding))
        {
            string choice = $"this conversion's rounding must be .{string.Join(", .", allowed)}{(mayOmit ? " or none" : "")}.";
            throw it.Error(allowed.Length == 0 ? "this conversion takes no rounding." : choice);
        }

        if (to == F64 && rounding is "rz" or "rm" or "rp") throw it.Error("directed rounding to .f64 is not known to this emulator.");
    }

    private static Int128 Value(ulong bits, PtxType type) => unchecked(type switch
    {
        U8 => (byte)bits,
        U16 => (ushort)bits,
        U32 => (uint)bits,
        S8 => (sbyte)bits,
        S16 => (short)bits,
        S32 => (int)bits,
        S64 => (Int128)(long)bits,
        _ => bits,
    });

    private static double Number(ulong bits, PtxType type) => type switch
    {
        F16 => (double)Lanewise.To<Half>(bits),
        F32 => Lanewise.To<float>(bits),
        _ => Lanewise.To<double>(bits),
    };

    private static double Flush(double x, PtxType type, bool ftz) => type == F32 ? FloatInstructions.Flush((float)x, ftz) : x;

    private static double Whole(double x, string? rounding) => rounding switch
    {
        "rni" => Math.Round(x, MidpointRounding.ToEven),
        "rzi" => Math.Truncate(x),
        "rmi" => Math.Floor(x),
        "rpi" => Math.Ceiling(x),
        _ => x,
    };

    private static ulong Integer(Int128 value, PtxType to, bool sat)
    {
        if (!sat) return Extended(unchecked((ulong)value), to);
        (Int128 least, Int128 most) = Range(to);
        return unchecked((ulong)Int128.Clamp(value, least, most));
    }

    // Clamped to the range; NaN is 0.
    private static ulong Integer(double whole, PtxType to)
    {
        (Int128 least, Int128 most) = Range(to);
        Int128 value = double.IsNaN(whole) ? 0 : whole <= (double)least ? least : whole >= (double)most ? most : (Int128)whole;
        return unchecked((ulong)value);
    }

    private static (Int128 Least, Int128 Most) Range(PtxType type)
    {
        Int128 end = Int128.One << (type.Bits() - (type.IsSigned() ? 1 : 0));
        return (type.IsSigned() ? -end : 0, end - 1);
    }

    private static ulong Float(double value, PtxType to, string rounding, bool ftz, bool sat) => to switch
    {
        F16 => Lanewise.From(FloatInstructions.Result((Half)Rounding.Narrow(value, to, rounding), false, sat)),
        F32 => Lanewise.From(FloatInstructions.Result((float)Rounding.Narrow(value, to, rounding), ftz, sat)),
        _ => Lanewise.From(FloatInstructions.Result(value, false, sat)),
    };
}
