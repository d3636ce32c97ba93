using System.Numerics;
using System.Runtime.InteropServices;
using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

/// <summary>ld, st, atom and red.</summary>
internal static class MemoryInstructions
{
    // A generic address is that of global memory here: nothing makes one of a shared variable (cvta.shared is not known).
    private const string Generic = "global";

    public static Step Load(InstructionReader it)
    {
        bool isVolatile = it.Takes("volatile");
        string place = it.TakesAny("param", "global", "shared") ?? Generic;
        if (place == "param") return LoadParameter(it);
        if (!isVolatile && it.TakesAny("ca", "cg", "cs", "lu", "cv") is { } && place != "global") throw it.Error("cache operators belong to .global.");
        if (it.Takes("nc") && place != "global") throw it.Error(".nc belongs to .global.");
        (int count, PtxType type) = Element(it);
        it.Operands(2);
        Target[] targets = it.Written(count, type, wider: true);
        PtxSpace space = Space(place);
        Address from = it.Address(space, count * type.Bytes());
        return type.Bytes() switch
        {
            1 => Of<byte>(),
            2 => Of<ushort>(),
            4 => Of<uint>(),
            _ => Of<ulong>(),
        };

        Step Of<T>()
            where T : unmanaged => (warp, on) =>
        {
            Span<ulong> addresses = stackalloc ulong[Warp.Lanes];
            from.Read(warp, on, addresses);
            warp.Traffic?.Count(space, on, addresses, count * type.Bytes());
            Span<T> read = stackalloc T[Warp.Lanes * count];
            warp.Load(space, on, addresses, count, read);
            for (int i = 0; i < count; i++) Write<T>(warp, targets[i], on, read.Slice(i * Warp.Lanes, Warp.Lanes), type);
        };
    }

    public static Step Store(InstructionReader it)
    {
        bool isVolatile = it.Takes("volatile");
        string place = it.TakesAny("global", "shared") ?? Generic;
        if (!isVolatile && it.TakesAny("wb", "cg", "cs", "wt") is { } && place != "global") throw it.Error("cache operators belong to .global.");
        (int count, PtxType type) = Element(it);
        it.Operands(2);
        PtxSpace space = Space(place);
        Address to = it.Address(space, count * type.Bytes());
        Source[] sources = it.Read(count, type, wider: true);
        return type.Bytes() switch
        {
            1 => Of<byte>(),
            2 => Of<ushort>(),
            4 => Of<uint>(),
            _ => Of<ulong>(),
        };

        Step Of<T>()
            where T : unmanaged, IBinaryInteger<T> => (warp, on) =>
        {
            Span<ulong> addresses = stackalloc ulong[Warp.Lanes], wide = stackalloc ulong[Warp.Lanes];
            to.Read(warp, on, addresses);
            warp.Traffic?.Count(space, on, addresses, count * type.Bytes());
            Span<T> written = stackalloc T[Warp.Lanes * count];
            for (int i = 0; i < count; i++)
            {
                sources[i].Read(warp, on, wide);
                for (int lane = 0; lane < Warp.Lanes; lane++) written[(lane * count) + i] = T.CreateTruncating(wide[lane]);
            }

            for (uint left = on; left != 0; left &= left - 1)
            {
                int lane = BitOperations.TrailingZeroCount(left);
                warp.Store(space, lane, addresses[lane], MemoryMarshal.AsBytes(written.Slice(lane * count, count)));
            }
        };
    }

    /// <summary>atom and red: lanes one after another.</summary>
    public static Step Atomic(InstructionReader it)
    {
        bool returns = it.Opcode == "atom";
        if (it.TakesAny("relaxed", "acquire", "release", "acq_rel") is { } order) it.Requires(70, 6, 0, $".{order}");
        if (it.TakesAny("cta", "gpu", "sys") is { } scope) it.Requires(60, 5, 0, $".{scope}");
        PtxSpace space = Space(it.Needs("global", "shared"));
        string name = returns ? it.Needs("add", "min", "max", "and", "or", "xor", "exch", "cas") : it.Needs("add", "min", "max", "and", "or", "xor");
        PtxType type = name switch
        {
            "add" => it.Type(U32, S32, U64, F32, F64),
            "min" or "max" => it.Type(U32, S32, U64, S64),
            _ => it.Type(B32, B64),
        };
        if (type == F64) it.Requires(60, 5, 0);
        it.Operands((returns ? 3 : 2) + (name == "cas" ? 1 : 0));
        Target? d = returns ? it.Written(type) : null;
        Address at = it.Address(space, type.Bytes());
        Source a = it.Read(type), b = name == "cas" ? it.Read(type) : a;
        Func<ulong, ulong, ulong, ulong> after = After(name, type);
        return (warp, on) =>
        {
            Span<ulong> before = stackalloc ulong[Warp.Lanes], addresses = stackalloc ulong[Warp.Lanes];
            Span<ulong> x = stackalloc ulong[Warp.Lanes], y = stackalloc ulong[Warp.Lanes];
            at.Read(warp, on, addresses);
            warp.Traffic?.Count(space, on, addresses, type.Bytes());
            a.Read(warp, on, x);
            b.Read(warp, on, y);
            for (int lane = 0; lane < Warp.Lanes; lane++)
            {
                if ((on >> lane & 1) == 0) continue;
                Span<byte> bytes = warp.Atomic(space, lane, addresses[lane], type.Bytes());
                before[lane] = Bytes.Read(bytes);
                Bytes.Write(bytes, after(before[lane], x[lane], y[lane]));
            }

            d?.WriteLow(warp, on, before);
        };
    }

    public static PtxSpace Space(string name) => name == "global" ? PtxSpace.Global : PtxSpace.Shared;

    private static Func<ulong, ulong, ulong, ulong> After(string name, PtxType type)
    {
        return (name, type) switch
        {
            ("exch", _) => (_, x, _) => x,
            ("cas", _) => (old, expected, x) => old == expected ? x : old,
            ("and" or "or" or "xor", _) when LogicInstructions.Operation(name) is var f => (old, x, _) => f(old, x),
            (_, F32) => (old, x, _) => Lanewise.From(FloatInstructions.Result(Lanewise.To<float>(old) + Lanewise.To<float>(x), false, false)),
            (_, F64) => (old, x, _) => Lanewise.From(Lanewise.To<double>(old) + Lanewise.To<double>(x)),
            (_, U32) => Of<uint>(),
            (_, S32) => Of<int>(),
            (_, S64) => Of<long>(),
            _ => Of<ulong>(),
        };

        Func<ulong, ulong, ulong, ulong> Of<T>()
            where T : unmanaged, IBinaryInteger<T>
        {
            Func<T, T, T> f = IntegerInstructions.Operation<T>(name);
            return (old, x, _) => Lanewise.From(f(Lanewise.To<T>(old), Lanewise.To<T>(x)));
        }
    }

    private static Step LoadParameter(InstructionReader it)
    {
        PtxType type = it.Type(B8, B16, B32, B64, U8, U16, U32, U64, S8, S16, S32, S64, F32, F64);
        it.Operands(2);
        Target d = it.Written(type, wider: true);
        (ParameterSymbol parameter, int offset) = it.Parameter(type);
        return (warp, on) =>
        {
            ulong bits = Bytes.Read(warp.Block.Launch.Parameters[parameter.Index].AsSpan(offset, type.Bytes()));
            Span<ulong> read = stackalloc ulong[Warp.Lanes];
            read.Fill(type.IsSigned() ? ConversionInstructions.Extended(bits, type) : bits);
            d.WriteLow(warp, on, read);
        };
    }

    // Registers wider than what was read are filled by its sign or with zeros.
    private static void Write<T>(Warp warp, Target target, uint on, ReadOnlySpan<T> read, PtxType type)
        where T : unmanaged
    {
        if (target.Bits == type.Bits())
        {
            target.Write(warp, on, read);
            return;
        }

        Span<ulong> extended = stackalloc ulong[Warp.Lanes];
        for (int lane = 0; lane < Warp.Lanes; lane++)
        {
            ulong bits = Lanewise.From(read[lane]);
            extended[lane] = type.IsSigned() ? ConversionInstructions.Extended(bits, type) : bits;
        }

        target.WriteLow(warp, on, extended);
    }

    private static (int Count, PtxType Type) Element(InstructionReader it)
    {
        int count = it.TakesAny("v2", "v4") switch
        {
            "v2" => 2,
            "v4" => 4,
            _ => 1,
        };
        PtxType type = it.Type(B8, B16, B32, B64, U8, U16, U32, U64, S8, S16, S32, S64, F32, F64);
        if (count * type.Bits() > 128) throw it.Error("a vector has at most 128 bits.");
        return (count, type);
    }
}
