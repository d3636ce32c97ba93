using System.Numerics;
using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

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
        Source b = isNot ? a : it.Read(type);
        return type.Bits() switch
        {
            16 => Of<ushort>(),
            32 => Of<uint>(),
            _ => Of<ulong>(),
        };

        Step Of<T>()
            where T : unmanaged => it.Opcode switch
            {
                "and" => Lanewise.Vectors<T>(d, a, b, (x, y) => x & y),
                "or" => Lanewise.Vectors<T>(d, a, b, (x, y) => x | y),
                "xor" => Lanewise.Vectors<T>(d, a, b, (x, y) => x ^ y),
                _ => Lanewise.Vectors<T>(d, a, x => ~x),
            };
    }

    /// <summary>shl, shr: an amount above the width counts as the width.</summary>
    public static Step Shift(InstructionReader it)
    {
        bool isLeft = it.Opcode == "shl";
        PtxType type = isLeft ? it.Type(B16, B32, B64) : it.Type(B16, B32, B64, U16, U32, U64, S16, S32, S64);
        it.Operands(3);
        Target d = it.Written(type);
        Source a = it.Read(type), b = it.Read(U32);
        return type switch
        {
            B16 or U16 => Of<ushort>(),
            B32 or U32 => Of<uint>(),
            B64 or U64 => Of<ulong>(),
            S16 => Of<short>(),
            S32 => Of<int>(),
            _ => Of<long>(),
        };

        Step Of<T>()
            where T : unmanaged, IBinaryInteger<T>
        {
            int width = type.Bits();
            Func<T, uint, T> shift = isLeft
                ? (x, by) => by < width ? x << (int)by : T.Zero
                : (x, by) => by < width ? x >> (int)by : T.IsNegative(x) ? -T.One : T.Zero;
            return b.Number is { } by && by < (ulong)width
                ? Lanewise.Vectors<T>(d, a, isLeft ? x => x << (int)by : x => x >> (int)by)
                : Lanewise.Binary(d, a, b, shift);
        }
    }

    /// <summary>The operations of predicates, and of atom and red.</summary>
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
