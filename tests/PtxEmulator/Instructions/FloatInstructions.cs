using System.Numerics;
using System.Runtime.Intrinsics;
using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

/// <summary>Floating-point arithmetic with IEEE rounding to nearest. A NaN result is the PTX ISA's one NaN; .ftz flushes subnormal inputs and
/// results.</summary>
internal static class FloatInstructions
{
    private const uint SingleNan = 0x7fffffff, HalfNan = 0x7fff;

    /// <summary>add, sub, mul: .rn or nothing, .ftz, .sat.</summary>
    public static Step Binary(InstructionReader it)
    {
        it.Takes("rn");
        (bool ftz, bool sat) = (it.Takes("ftz"), it.Takes("sat"));
        return Binary(it, ftz, sat);
    }

    /// <summary>div.rn; the approximate divisions are elsewhere.</summary>
    public static Step Divide(InstructionReader it)
    {
        if (it.TakesAny("approx", "full") is { } kind) return ApproximateInstructions.Divide(it, kind);
        it.Needs("rn");
        return Binary(it, it.Takes("ftz"), false);
    }

    /// <summary>min, max: of a number and a NaN the number, with .NaN the NaN; +0 above -0.</summary>
    public static Step Extremum(InstructionReader it)
    {
        bool ftz = it.Takes("ftz");
        if (it.LastType == F16x2) return ExtremumOfPairs(it);
        if (!it.Takes("NaN")) return Binary(it, ftz, false);
        it.Requires(80, 7, 0);
        it.Type(F32);
        it.Operands(3);
        bool isMin = it.Opcode == "min";
        return Lanewise.Vectors(
            it.Written(F32), it.Read(F32), it.Read(F32), Finished<float>((x, y) => isMin ? Vector512.Min(x, y) : Vector512.Max(x, y), ftz, false));
    }

    private static Step ExtremumOfPairs(InstructionReader it)
    {
        it.Type(F16x2);
        it.Requires(80, 7, 0);
        it.Operands(3);
        bool isMin = it.Opcode == "min";
        return Lanewise.Binary<uint, uint, uint>(it.Written(B32), it.Read(B32), it.Read(B32), (x, y) => Of(x, y) | Of(x >> 16, y >> 16) << 16);

        uint Of(uint x, uint y)
        {
            Half a = BitConverter.UInt16BitsToHalf((ushort)x), b = BitConverter.UInt16BitsToHalf((ushort)y);
            Half extreme = isMin ? Half.MinNumber(a, b) : Half.MaxNumber(a, b);
            return Half.IsNaN(extreme) ? HalfNan : BitConverter.HalfToUInt16Bits(extreme);
        }
    }

    /// <summary>fma.rn and mad.rn.</summary>
    public static Step MultiplyAdd(InstructionReader it)
    {
        it.Needs("rn");
        (bool ftz, bool sat) = (it.Takes("ftz"), it.Takes("sat"));
        PtxType type = it.Type(F32, F64);
        it.Operands(4);
        CheckSingle(it, type, ftz || sat);
        Target d = it.Written(type);
        Source a = it.Read(type), b = it.Read(type), c = it.Read(type);
        return type == F32
            ? Lanewise.Vectors<float>(
                d, a, b, c, (x, y, z) => Result(Vector512.FusedMultiplyAdd(Flush(x, ftz), Flush(y, ftz), Flush(z, ftz)), ftz, sat))
            : Lanewise.Vectors<double>(d, a, b, c, (x, y, z) => Vector512.FusedMultiplyAdd(x, y, z));
    }

    /// <summary>neg, abs, sqrt.rn, rcp.rn.</summary>
    public static Step Unary(InstructionReader it)
    {
        bool ftz = it.Takes("ftz");
        PtxType type = it.Type(F32, F64);
        it.Operands(2);
        CheckSingle(it, type, ftz);
        Target d = it.Written(type);
        Source a = it.Read(type);
        return type == F32 ? Of<float>() : Of<double>();

        Step Of<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Func<Vector512<T>, Vector512<T>> f = it.Opcode switch
            {
                "neg" => x => -x,
                "abs" => Vector512.Abs,
                "sqrt" => Vector512.Sqrt,
                _ => x => Vector512<T>.One / x,
            };
            return Lanewise.Vectors<T>(d, a, x => Result(f(Flush(x, ftz)), ftz, false));
        }
    }

    /// <summary>copysign d, a, b: b with the sign of a.</summary>
    public static Step CopySign(InstructionReader it)
    {
        PtxType type = it.Type(F32, F64);
        it.Operands(3);
        Target d = it.Written(type);
        Source a = it.Read(type), b = it.Read(type);
        return type == F32
            ? Lanewise.Binary<float, float, float>(d, a, b, (sign, size) => float.CopySign(size, sign))
            : Lanewise.Binary<double, double, double>(d, a, b, (sign, size) => double.CopySign(size, sign));
    }

    /// <summary>testp: which kind of number.</summary>
    public static Step TestKind(InstructionReader it)
    {
        string kind = it.Needs("finite", "infinite", "number", "notanumber", "normal", "subnormal");
        PtxType type = it.Type(F32, F64);
        it.Operands(2);
        PredicateTarget p = it.WrittenPredicate();
        Source a = it.Read(type);
        Func<Warp, uint, uint> test = type == F32 ? Of<float>() : Of<double>();
        return (warp, on) => p.Write(warp, on, test(warp, on));

        Func<Warp, uint, uint> Of<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Func<T, bool> holds = kind switch
            {
                "finite" => T.IsFinite,
                "infinite" => T.IsInfinity,
                "number" => x => !T.IsNaN(x),
                "notanumber" => T.IsNaN,
                "normal" => T.IsNormal,
                _ => T.IsSubnormal,
            };
            return Lanewise.Test(a, holds);
        }
    }

    /// <summary>A subnormal number as zero of its sign, where the instruction has .ftz.</summary>
    public static T Flush<T>(T x, bool ftz)
        where T : IBinaryFloatingPointIeee754<T> => ftz && T.IsSubnormal(x) ? T.CopySign(T.Zero, x) : x;

    /// <inheritdoc cref="Flush{T}(T, bool)"/>
    public static Vector512<T> Flush<T>(Vector512<T> x, bool ftz)
        where T : IBinaryFloatingPointIeee754<T> => ftz ? Vector512.ConditionalSelect(Vector512.IsSubnormal(x), Vector512.CopySign(default, x), x) : x;

    /// <summary>What an instruction writes for the number it computed.</summary>
    public static T Result<T>(T x, bool ftz, bool sat)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sat) return T.IsNaN(x) || x <= T.Zero ? T.Zero : T.Min(Flush(x, ftz), T.One);
        return T.IsNaN(x) && typeof(T) == typeof(float) ? Lanewise.To<T>(SingleNan) : Flush(x, ftz);
    }

    private static Step Binary(InstructionReader it, bool ftz, bool sat)
    {
        PtxType type = it.Type(F32, F64);
        it.Operands(3);
        CheckSingle(it, type, ftz || sat);
        Target d = it.Written(type);
        Source a = it.Read(type), b = it.Read(type);
        return type == F32 ? Of<float>() : Of<double>();

        Step Of<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Func<Vector512<T>, Vector512<T>, Vector512<T>> f = it.Opcode switch
            {
                "add" => (x, y) => x + y,
                "sub" => (x, y) => x - y,
                "mul" => (x, y) => x * y,
                "div" => (x, y) => x / y,
                "min" => Vector512.MinNumber,
                _ => Vector512.MaxNumber,
            };
            return Lanewise.Vectors(d, a, b, Finished(f, ftz, sat));
        }
    }

    private static Func<Vector512<T>, Vector512<T>, Vector512<T>> Finished<T>(
        Func<Vector512<T>, Vector512<T>, Vector512<T>> f, bool ftz, bool sat)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (x, y) => Result(f(Flush(x, ftz), Flush(y, ftz)), ftz, sat);

    private static Vector512<T> Result<T>(Vector512<T> x, bool ftz, bool sat)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sat) return Vector512.ConditionalSelect(Vector512.GreaterThan(x, default), Vector512.Min(Flush(x, ftz), Vector512<T>.One), default);
        Vector512<T> result = Flush(x, ftz);
        return typeof(T) == typeof(float) ? Vector512.ConditionalSelect(Vector512.IsNaN(x), Vector512.Create(SingleNan).As<uint, T>(), result) : result;
    }

    private static void CheckSingle(InstructionReader it, PtxType type, bool has)
    {
        if (has && type != F32) throw it.Error(".ftz and .sat belong to .f32 alone.");
    }
}
