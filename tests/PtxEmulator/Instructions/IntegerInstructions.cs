using System.Numerics;
using System.Runtime.Intrinsics;
using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

/// <summary>Integer arithmetic: it wraps around; a division by zero, whose result the PTX ISA leaves open, is a fault.</summary>
internal static class IntegerInstructions
{
    /// <summary>add, sub, div, rem, min, max.</summary>
    public static Step Binary(InstructionReader it)
    {
        PtxType type = it.Type(U16, U32, U64, S16, S32, S64);
        it.Operands(3);
        Target d = it.Written(type);
        Source a = it.Read(type), b = it.Read(type);
        Step step = type switch
        {
            U16 => Of<ushort>(),
            U32 => Of<uint>(),
            U64 => Of<ulong>(),
            S16 => Of<short>(),
            S32 => Of<int>(),
            _ => Of<long>(),
        };
        return it.Opcode is "div" or "rem" ? WithDivisor(b, step) : step;

        Step Of<T>()
            where T : unmanaged, IBinaryInteger<T> => it.Opcode switch
            {
                "add" => Lanewise.Vectors<T>(d, a, b, (x, y) => x + y),
                "sub" => Lanewise.Vectors<T>(d, a, b, (x, y) => x - y),
                "min" => Lanewise.Vectors<T>(d, a, b, Vector512.Min),
                "max" => Lanewise.Vectors<T>(d, a, b, Vector512.Max),
                "div" => Lanewise.Binary<T, T, T>(d, a, b, (x, y) => IsMinusOne(y) ? unchecked(-x) : x / y),
                _ => Lanewise.Binary<T, T, T>(d, a, b, (x, y) => IsMinusOne(y) ? T.Zero : x % y),
            };
    }

    /// <summary>neg, abs.</summary>
    public static Step Unary(InstructionReader it)
    {
        PtxType type = it.Type(S16, S32, S64);
        it.Operands(2);
        Target d = it.Written(type);
        Source a = it.Read(type);
        return type switch
        {
            S16 => Of<short>(),
            S32 => Of<int>(),
            _ => Of<long>(),
        };

        Step Of<T>()
            where T : unmanaged, IBinaryInteger<T> => Lanewise.Vectors<T>(d, a, it.Opcode == "neg" ? x => -x : Vector512.Abs);
    }

    /// <summary>mul and mad, .lo, .hi and .wide.</summary>
    public static Step Multiply(InstructionReader it)
    {
        bool adds = it.Opcode == "mad";
        string part = it.Needs("lo", "hi", "wide");
        PtxType type = part == "wide" ? it.Type(U16, U32, S16, S32) : it.Type(U16, U32, U64, S16, S32, S64);
        PtxType result = part == "wide" ? Wide(type) : type;
        it.Operands(adds ? 4 : 3);
        Target d = it.Written(result);
        Source a = it.Read(type), b = it.Read(type), c = adds ? it.Read(result) : Source.Of(0, result.Bits());
        return type switch
        {
            U16 => Of<ushort, uint>(),
            U32 => Of<uint, ulong>(),
            U64 => Of<ulong, UInt128>(),
            S16 => Of<short, int>(),
            S32 => Of<int, long>(),
            _ => Of<long, Int128>(),
        };

        Step Of<T, TWide>()
            where T : unmanaged, IBinaryInteger<T>
            where TWide : unmanaged, IBinaryInteger<TWide> => part switch
            {
                "lo" => Lanewise.Vectors<T>(d, a, b, c, (x, y, z) => (x * y) + z),
                "hi" => Lanewise.Ternary<T, T>(d, a, b, c, (x, y, z) => unchecked(T.CreateTruncating(Product<T, TWide>(x, y) >> type.Bits()) + z)),
                _ => Lanewise.Ternary<T, TWide>(d, a, b, c, (x, y, z) => unchecked(Product<T, TWide>(x, y) + z)),
            };
    }

    /// <summary>The operations of atom and red.</summary>
    public static Func<T, T, T> Operation<T>(string name)
        where T : IBinaryInteger<T> => name switch
        {
            "add" => (x, y) => unchecked(x + y),
            "min" => T.Min,
            "max" => T.Max,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };

    private static TWide Product<T, TWide>(T x, T y)
        where T : IBinaryInteger<T>
        where TWide : IBinaryInteger<TWide> => unchecked(TWide.CreateTruncating(x) * TWide.CreateTruncating(y));

    // The least number over -1 wraps around, and is an exception in C#.
    private static bool IsMinusOne<T>(T y)
        where T : IBinaryInteger<T> => T.IsNegative(y) && y == -T.One;

    private static Step WithDivisor(Source divisor, Step step) => (warp, on) =>
    {
        Span<ulong> y = stackalloc ulong[Warp.Lanes];
        divisor.Read(warp, on, y);
        for (int lane = 0; lane < Warp.Lanes; lane++)
            if ((on >> lane & 1) != 0 && y[lane] == 0) throw warp.Fault(lane, "divides an integer by zero.");
        step(warp, on);
    };

    private static PtxType Wide(PtxType type) => type switch
    {
        U16 => U32,
        S16 => S32,
        U32 => U64,
        _ => S64,
    };
}
