using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiVOS.PtxEmulator.Execution;

/// <summary>A warp's registers: 32 lanes of a register's width, side by side, or the 32 bits of a predicate; and which lanes have been written.</summary>
internal sealed class Registers
{
    private readonly IReadOnlyList<RegisterSymbol> _declared;
    private readonly byte[] _lanes;
    private readonly int[] _places;
    private readonly uint[] _predicates, _written;

    public Registers(IReadOnlyList<RegisterSymbol> declared)
    {
        _declared = declared;
        _places = new int[declared.Count];
        (_predicates, _written) = (new uint[declared.Count], new uint[declared.Count]);
        int bytes = 0;
        foreach (RegisterSymbol register in declared)
        {
            _places[register.Index] = bytes;
            if (register.Type != PtxType.Pred) bytes += Warp.Lanes * register.Type.Bytes();
        }

        _lanes = new byte[bytes];
    }

    public void Forget() => Array.Clear(_written);

    /// <summary>The lanes of a register, as numbers of its width.</summary>
    public ReadOnlySpan<T> Read<T>(Warp warp, int index, uint on)
        where T : unmanaged
    {
        CheckWritten(warp, index, on);
        return Lanes<T>(index);
    }

    public Span<T> Write<T>(int index, uint on)
        where T : unmanaged
    {
        _written[index] |= on;
        return Lanes<T>(index);
    }

    public uint ReadPredicate(Warp warp, int index, uint on)
    {
        CheckWritten(warp, index, on);
        return _predicates[index];
    }

    public void WritePredicate(int index, uint on, uint truth)
    {
        _written[index] |= on;
        _predicates[index] = (_predicates[index] & ~on) | (truth & on);
    }

    private Span<T> Lanes<T>(int index)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_lanes.AsSpan(_places[index], Warp.Lanes * Unsafe.SizeOf<T>()));

    private void CheckWritten(Warp warp, int index, uint on)
    {
        uint missing = on & ~_written[index];
        if (missing != 0) throw warp.Fault(BitOperations.TrailingZeroCount(missing), $"reads {_declared[index].Name}, which has not been written.");
    }
}
