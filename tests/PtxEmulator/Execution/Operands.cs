using System.Numerics;
using System.Runtime.InteropServices;

namespace LiVOS.PtxEmulator.Execution;

/// <summary>An operand that is read: a register, a special register, or the same number in every lane.</summary>
internal sealed class Source
{
    private readonly int _register = -1, _special = -1, _bits;
    private readonly byte[] _lanes = [];

    private Source(int register, int special, int bits) => (_register, _special, _bits) = (register, special, bits);

    private Source(ulong number, int bits)
        : this(-1, -1, bits)
    {
        Number = number;
        _lanes = new byte[Warp.Lanes * sizeof(ulong)];
        for (int lane = 0; lane < Warp.Lanes; lane++) Bytes.Write(_lanes.AsSpan(lane * bits / 8, bits / 8), number);
    }

    /// <summary>The number that it is in every lane; null for a register.</summary>
    public ulong? Number { get; }

    public static Source Register(RegisterSymbol register) => new(register.Index, -1, register.Type.Bits());

    public static Source Special(int index) => new(-1, index, 32);

    /// <summary>A number of so many bits.</summary>
    public static Source Of(ulong number, int bits) => new(number, bits);

    /// <summary>The lanes, as numbers of the operand's width.</summary>
    /// <param name="warp">The warp.</param>
    /// <param name="on">The lanes that read; those of a register must have been written.</param>
    public ReadOnlySpan<T> Read<T>(Warp warp, uint on)
        where T : unmanaged
    {
        if (_register >= 0) return warp.Registers.Read<T>(warp, _register, on);
        return _special >= 0 ? MemoryMarshal.Cast<uint, T>(warp.Special[_special]) : MemoryMarshal.Cast<byte, T>(_lanes)[..Warp.Lanes];
    }

    /// <summary>The bits of each lane, zero above the operand's width.</summary>
    public void Read(Warp warp, uint on, Span<ulong> lanes)
    {
        switch (_bits)
        {
            case 8: Widen(Read<byte>(warp, on), lanes); break;
            case 16: Widen(Read<ushort>(warp, on), lanes); break;
            case 32: Widen(Read<uint>(warp, on), lanes); break;
            default: Read<ulong>(warp, on).CopyTo(lanes); break;
        }
    }

    private static void Widen<T>(ReadOnlySpan<T> from, Span<ulong> to)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int lane = 0; lane < Warp.Lanes; lane++) to[lane] = ulong.CreateTruncating(from[lane]);
    }
}

/// <summary>A register that is written.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Bits">Its width.</param>
internal sealed record Target(int Index, int Bits)
{
    /// <summary>Writes the lanes of <paramref name="on"/>, numbers of the register's width.</summary>
    public void Write<T>(Warp warp, uint on, ReadOnlySpan<T> lanes)
        where T : unmanaged
    {
        Span<T> to = warp.Registers.Write<T>(Index, on);
        if (on == uint.MaxValue) lanes.CopyTo(to);
        else
        {
            for (uint left = on; left != 0; left &= left - 1)
            {
                int lane = BitOperations.TrailingZeroCount(left);
                to[lane] = lanes[lane];
            }
        }
    }

    /// <summary>Writes the low bits of each lane, as many as the register has.</summary>
    public void WriteLow(Warp warp, uint on, ReadOnlySpan<ulong> lanes)
    {
        switch (Bits)
        {
            case 8: WriteLow<byte>(warp, on, lanes); break;
            case 16: WriteLow<ushort>(warp, on, lanes); break;
            case 32: WriteLow<uint>(warp, on, lanes); break;
            default: Write(warp, on, lanes); break;
        }
    }

    private void WriteLow<T>(Warp warp, uint on, ReadOnlySpan<ulong> lanes)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<T> low = stackalloc T[Warp.Lanes];
        for (int lane = 0; lane < Warp.Lanes; lane++) low[lane] = T.CreateTruncating(lanes[lane]);
        Write<T>(warp, on, low);
    }
}

/// <summary>A predicate that is read.</summary>
/// <param name="Index">The register's number.</param>
/// <param name="IsNegated">Whether it is written with an exclamation mark.</param>
internal sealed record PredicateSource(int Index, bool IsNegated)
{
    /// <summary>A bit for each lane of <paramref name="on"/> where it holds.</summary>
    public uint Read(Warp warp, uint on) => (warp.Registers.ReadPredicate(warp, Index, on) ^ (IsNegated ? uint.MaxValue : 0)) & on;
}

/// <summary>A predicate register that is written.</summary>
internal sealed record PredicateTarget(int Index)
{
    /// <summary>Sets the lanes of <paramref name="on"/> to the bits of <paramref name="truth"/>.</summary>
    public void Write(Warp warp, uint on, uint truth) => warp.Registers.WritePredicate(Index, on, truth);
}

/// <summary>An address that is computed for each lane.</summary>
/// <param name="Base">The register or the variable.</param>
/// <param name="Offset">What is added.</param>
internal sealed record Address(Source Base, long Offset)
{
    /// <summary>The addresses of the lanes of <paramref name="on"/>.</summary>
    public void Read(Warp warp, uint on, Span<ulong> addresses)
    {
        Base.Read(warp, on, addresses);
        foreach (ref ulong address in addresses) address = unchecked(address + (ulong)Offset);
    }
}
