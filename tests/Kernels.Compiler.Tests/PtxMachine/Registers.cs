using System.Numerics;

namespace LiVOS.Kernels.Compiler.Tests.Machine;

/// <summary>A warp's registers: for each register 32 lanes of 64 bits, for each predicate 32 bits; and which lanes have been written.</summary>
internal sealed class Registers(IReadOnlyList<RegisterSymbol> declared)
{
    private readonly ulong[] _values = new ulong[declared.Count * Warp.Lanes];
    private readonly uint[] _predicates = new uint[declared.Count], _written = new uint[declared.Count];

    public void Forget() => Array.Clear(_written);

    public ReadOnlySpan<ulong> Read(Warp warp, int index, uint on)
    {
        CheckWritten(warp, index, on);
        return _values.AsSpan(index * Warp.Lanes, Warp.Lanes);
    }

    public Span<ulong> Write(int index, uint on)
    {
        _written[index] |= on;
        return _values.AsSpan(index * Warp.Lanes, Warp.Lanes);
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

    private void CheckWritten(Warp warp, int index, uint on)
    {
        uint missing = on & ~_written[index];
        if (missing != 0) throw warp.Fault(BitOperations.TrailingZeroCount(missing), $"reads {declared[index].Name}, which has not been written.");
    }
}
