using static LiVOS.Kernels.Compiler.Tests.Machine.PtxType;

namespace LiVOS.Kernels.Compiler.Tests.Machine.Instructions;

/// <summary>Operations on bits.</summary>
internal static class LogicInstructions
{
    /// <summary>and, or, xor, not; of predicates too.</summary>
    public static Step Bitwise(InstructionReader it)
    {
        bool isNot = it.Opcode == "not";
        PtxType type = it.Type(Pred, B16, B32, B64);
        it.Operands(isNot ? 2 : 3);
        if (type == Pred) return Predicates(it, isNot);
        Target d = it.Written(type);
        Source a = it.Read(type);
        return isNot ? Lanewise.Unary<ulong, ulong>(d, a, x => ~x & d.Mask) : Lanewise.Binary(d, a, it.Read(type), Operation(it.Opcode));
    }

    /// <summary>shl, shr: an amount above the width counts as the width.</summary>
    public static Step Shift(InstructionReader it)
    {
        bool isLeft = it.Opcode == "shl";
        PtxType type = isLeft ? it.Type(B16, B32, B64) : it.Type(B16, B32, B64, U16, U32, U64, S16, S32, S64);
        it.Operands(3);
        Target d = it.Written(type);
        Source a = it.Read(type), b = it.Read(U32);
        int width = type.Bits();
        return Lanewise.Binary<ulong, uint, ulong>(d, a, b, isLeft
            ? (x, by) => by >= width ? 0 : (x << (int)by) & d.Mask
            : type.IsSigned()
                ? (x, by) => unchecked((ulong)((long)ConversionInstructions.Extended(x, type) >> (int)Math.Min(by, 63))) & d.Mask
                : (x, by) => by >= width ? 0 : x >> (int)by);
    }

    /// <summary>The operations of two bit patterns, also those of atom and red.</summary>
    public static Func<ulong, ulong, ulong> Operation(string name) => name switch
    {
        "and" => (x, y) => x & y,
        "or" => (x, y) => x | y,
        "xor" => (x, y) => x ^ y,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static Step Predicates(InstructionReader it, bool isNot)
    {
        PredicateTarget d = it.WrittenPredicate();
        PredicateSource a = it.Predicate();
        if (isNot) return (warp, on) => d.Write(warp, on, ~a.Read(warp, on));
        PredicateSource b = it.Predicate();
        Func<ulong, ulong, ulong> operation = Operation(it.Opcode);
        return (warp, on) => d.Write(warp, on, (uint)operation(a.Read(warp, on), b.Read(warp, on)));
    }
}
