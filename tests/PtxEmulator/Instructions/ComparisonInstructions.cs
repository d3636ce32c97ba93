using System.Runtime.Intrinsics;
using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

/// <summary>setp and selp.</summary>
internal static class ComparisonInstructions
{
    private static readonly string[] s_equality = ["eq", "ne"], s_order = ["lt", "le", "gt", "ge"], s_unsigned = ["lo", "ls", "hi", "hs"];
    private static readonly string[] s_unordered = ["equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan"];

    /// <summary>setp.compare{.and|.or|.xor}{.ftz}.type p{|q}, a, b{, {!}c}.</summary>
    public static Step Set(InstructionReader it)
    {
        string compare = it.Needs([.. s_equality, .. s_order, .. s_unsigned, .. s_unordered]);
        string? combine = it.TakesAny("and", "or", "xor");
        bool ftz = it.Takes("ftz");
        PtxType type = it.Type(B16, B32, B64, U16, U32, U64, S16, S32, S64, F32, F64);
        CheckComparison(it, compare, type, ftz);
        it.Operands(combine is null ? 3 : 4);
        (Operand first, PredicateTarget? second) = it.Pair();
        PredicateTarget p = it.WrittenPredicate(first);
        Source a = it.Read(type), b = it.Read(type);
        Func<Warp, uint, uint> test = type switch
        {
            B16 or U16 => Of<ushort>(),
            B32 or U32 => Of<uint>(),
            B64 or U64 => Of<ulong>(),
            S16 => Of<short>(),
            S32 => Of<int>(),
            S64 => Of<long>(),
            F32 when ftz => Flushed(),
            F32 => Of<float>(),
            _ => Of<double>(),
        };
        if (combine is null)
            return (warp, on) => Write(warp, on, test(warp, on), uint.MaxValue, (x, _) => x);
        PredicateSource c = it.Predicate(mayNegate: true);
        Func<ulong, ulong, ulong> operation = LogicInstructions.Operation(combine);
        return (warp, on) => Write(warp, on, test(warp, on), c.Read(warp, on), operation);

        Func<Warp, uint, uint> Of<T>()
            where T : unmanaged => Lanewise.Test(a, b, Comparison<T>(compare));

        Func<Warp, uint, uint> Flushed()
        {
            Func<Vector512<float>, Vector512<float>, Vector512<float>> holds = Comparison<float>(compare);
            return Lanewise.Test<float>(a, b, (x, y) => holds(FloatInstructions.Flush(x, true), FloatInstructions.Flush(y, true)));
        }

        void Write(Warp warp, uint on, uint truth, uint with, Func<ulong, ulong, ulong> operation)
        {
            p.Write(warp, on, (uint)operation(truth, with));
            second?.Write(warp, on, (uint)operation(~truth, with));
        }
    }

    /// <summary>selp d, a, b, p.</summary>
    public static Step Select(InstructionReader it)
    {
        PtxType type = it.Type(B16, B32, B64, U16, U32, U64, S16, S32, S64, F32, F64);
        it.Operands(4);
        Target d = it.Written(type);
        Source a = it.Read(type), b = it.Read(type);
        PredicateSource p = it.Predicate();
        return type.Bits() switch
        {
            16 => Of<ushort>(),
            32 => Of<uint>(),
            _ => Of<ulong>(),
        };

        Step Of<T>()
            where T : unmanaged => (warp, on) =>
        {
            uint truth = p.Read(warp, on);
            ReadOnlySpan<T> x = a.Read<T>(warp, on), y = b.Read<T>(warp, on);
            Span<T> chosen = stackalloc T[Warp.Lanes];
            for (int lane = 0; lane < Warp.Lanes; lane++) chosen[lane] = (truth >> lane & 1) != 0 ? x[lane] : y[lane];
            d.Write<T>(warp, on, chosen);
        };
    }

    private static void CheckComparison(InstructionReader it, string compare, PtxType type, bool ftz)
    {
        bool fits = s_equality.Contains(compare)
            || (s_order.Contains(compare) && !type.IsUntyped())
            || (s_unsigned.Contains(compare) && type.IsInteger() && !type.IsSigned())
            || (s_unordered.Contains(compare) && type.IsFloat());
        if (!fits) throw it.Error($".{compare} does not compare {type.Suffix()}.");
        if (ftz && type != F32) throw it.Error(".ftz belongs to .f32 alone.");
    }

    // With a NaN only those of s_unordered hold, but for num.
    private static Func<Vector512<T>, Vector512<T>, Vector512<T>> Comparison<T>(string compare)
        where T : unmanaged => compare switch
        {
            "eq" => Vector512.Equals,
            "ne" => (x, y) => Vector512.LessThan(x, y) | Vector512.GreaterThan(x, y),
            "lt" or "lo" => Vector512.LessThan,
            "le" or "ls" => Vector512.LessThanOrEqual,
            "gt" or "hi" => Vector512.GreaterThan,
            "ge" or "hs" => Vector512.GreaterThanOrEqual,
            "equ" => (x, y) => ~(Vector512.LessThan(x, y) | Vector512.GreaterThan(x, y)),
            "neu" => (x, y) => ~Vector512.Equals(x, y),
            "ltu" => (x, y) => ~Vector512.GreaterThanOrEqual(x, y),
            "leu" => (x, y) => ~Vector512.GreaterThan(x, y),
            "gtu" => (x, y) => ~Vector512.LessThanOrEqual(x, y),
            "geu" => (x, y) => ~Vector512.LessThan(x, y),
            "num" => (x, y) => Vector512.Equals(x, x) & Vector512.Equals(y, y),
            _ => (x, y) => ~(Vector512.Equals(x, x) & Vector512.Equals(y, y)),
        };
}
