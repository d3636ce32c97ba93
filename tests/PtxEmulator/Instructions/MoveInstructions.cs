using System.Runtime.InteropServices;
using static LiVOS.PtxEmulator.PtxType;

namespace LiVOS.PtxEmulator.Instructions;

/// <summary>mov and cvta.</summary>
internal static class MoveInstructions
{
    /// <summary>mov of registers, numbers, special registers, addresses, predicates; packing and unpacking of vectors.</summary>
    public static Step Move(InstructionReader it)
    {
        PtxType type = it.Type(Pred, B16, B32, B64, U16, U32, U64, S16, S32, S64, F32, F64);
        it.Operands(2);
        if (it.Next is VectorOperand parts) return Unpack(it, type, parts.Elements.Count);
        if (type == Pred)
        {
            PredicateTarget p = it.WrittenPredicate();
            if (it.Next is IntegerOperand)
            {
                // "Predicate Constants": integers are truth values as in C.
                uint truth = it.Immediate(int.MinValue, int.MaxValue) == 0 ? 0 : uint.MaxValue;
                return (warp, on) => p.Write(warp, on, truth);
            }

            PredicateSource from = it.Predicate();
            return (warp, on) => p.Write(warp, on, from.Read(warp, on));
        }

        Target d = it.Written(type);
        if (it.Next is VectorOperand elements) return Pack(it, d, type, elements.Elements.Count);
        return Copy(d, it.ReadNamed(type) ?? it.Read(type));
    }

    /// <summary>cvta.to.global: generic and global addresses are the same numbers.</summary>
    public static Step ConvertAddress(InstructionReader it)
    {
        it.Needs("to");
        it.Needs("global");
        it.Type(U64);
        it.Operands(2);
        return Copy(it.Written(U64), it.Read(U64));
    }

    private static Step Copy(Target d, Source a) => d.Bits switch
    {
        16 => Lanewise.Copy<ushort>(d, a),
        32 => Lanewise.Copy<uint>(d, a),
        _ => Lanewise.Copy<ulong>(d, a),
    };

    private static Step Pack(InstructionReader it, Target d, PtxType type, int count)
    {
        PtxType part = Part(it, type, count);
        Source[] elements = it.Read(count, part);
        return (type, count) switch
        {
            (B32, _) => Of<uint, ushort>(),
            (_, 2) => Of<ulong, uint>(),
            _ => Of<ulong, ushort>(),
        };

        Step Of<T, TPart>()
            where T : unmanaged
            where TPart : unmanaged => (warp, on) =>
        {
            Span<T> packed = stackalloc T[Warp.Lanes];
            Span<TPart> parts = MemoryMarshal.Cast<T, TPart>(packed);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<TPart> x = elements[i].Read<TPart>(warp, on);
                for (int lane = 0; lane < Warp.Lanes; lane++) parts[(lane * count) + i] = x[lane];
            }

            d.Write<T>(warp, on, packed);
        };
    }

    private static Step Unpack(InstructionReader it, PtxType type, int count)
    {
        PtxType part = Part(it, type, count);
        Target[] elements = it.Written(count, part);
        Source a = it.Read(type);
        return (type, count) switch
        {
            (B32, _) => Of<uint, ushort>(),
            (_, 2) => Of<ulong, uint>(),
            _ => Of<ulong, ushort>(),
        };

        Step Of<T, TPart>()
            where T : unmanaged
            where TPart : unmanaged => (warp, on) =>
        {
            Span<T> packed = stackalloc T[Warp.Lanes];
            Span<TPart> parts = MemoryMarshal.Cast<T, TPart>(packed), x = stackalloc TPart[Warp.Lanes];
            a.Read<T>(warp, on).CopyTo(packed);
            for (int i = 0; i < count; i++)
            {
                for (int lane = 0; lane < Warp.Lanes; lane++) x[lane] = parts[(lane * count) + i];
                elements[i].Write<TPart>(warp, on, x);
            }
        };
    }

    private static PtxType Part(InstructionReader it, PtxType type, int count) => (type, count) switch
    {
        (B64, 2) => B32,
        (B32, 2) or (B64, 4) => B16,
        _ => throw it.Error($"a {type.Suffix()} cannot be a vector of {count}."),
    };
}
