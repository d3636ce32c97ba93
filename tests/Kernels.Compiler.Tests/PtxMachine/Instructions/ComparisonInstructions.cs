using System.Numerics;
using static LiVOS.Kernels.Compiler.Tests.Machine.PtxType;

namespace LiVOS.Kernels.Compiler.Tests.Machine.Instructions;

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
            B16 or U16 => Integer<ushort>(),
            B32 or U32 => Integer<uint>(),
            B64 or U64 => Integer<ulong>(),
            S16 => Integer<short>(),
            S32 => Integer<int>(),
            S64 => Integer<long>(),
            F32 => Lanewise.Test<float>(a, b, (x, y) => Float(compare, FloatInstructions.Flush(x, ftz), FloatInstructions.Flush(y, ftz))),
            _ => Lanewise.Test<double>(a, b, (x, y) => Float(compare, x, y)),
        };
        if (combine is null)
            return (warp, on) => Write(warp, on, test(warp, on), uint.MaxValue, (x, _) => x);
        PredicateSource c = it.Predicate(mayNegate: true);
        Func<ulong, ulong, ulong> operation = LogicInstructions.Operation(combine);
        return (warp, on) => Write(warp, on, test(warp, on), c.Read(warp, on), operation);

        Func<Warp, uint, uint> Integer<T>()
            where T : unmanaged, IBinaryInteger<T> => Lanewise.Test(a, b, Comparison<T>(compare));

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
        return (warp, on) =>
        {
            uint truth = p.Read(warp, on);
            ReadOnlySpan<ulong> x = a.Read(warp, on), y = b.Read(warp, on);
            Span<ulong> to = d.Write(warp, on);
            for (int lane = 0; lane < Warp.Lanes; lane++)
                if ((on >> lane & 1) != 0) to[lane] = (truth >> lane & 1) != 0 ? x[lane] : y[lane];
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

    private static Func<T, T, bool> Comparison<T>(string compare)
        where T : IBinaryInteger<T> => compare switch
    {
        "eq" => (x, y) => x == y,
        "ne" => (x, y) => x != y,
        "lt" or "lo" => (x, y) => x < y,
        "le" or "ls" => (x, y) => x <= y,
        "gt" or "hi" => (x, y) => x > y,
        _ => (x, y) => x >= y,
    };

    private static bool Float(string compare, double x, double y) => compare switch
    {
        "eq" => x == y,
        "ne" => x < y || x > y,
        "lt" => x < y,
        "le" => x <= y,
        "gt" => x > y,
        "ge" => x >= y,
        "equ" => !(x < y || x > y),
        "neu" => x != y,
        "ltu" => !(x >= y),
        "leu" => !(x > y),
        "gtu" => !(x <= y),
        "geu" => !(x < y),
        "num" => !double.IsNaN(x) && !double.IsNaN(y),
        _ => double.IsNaN(x) || double.IsNaN(y),
    };
}
