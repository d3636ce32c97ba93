namespace LiVOS.Kernels.Compiler.Tests.Machine;

/// <summary>An operand that is read: a register, a special register, or the same number in every lane.</summary>
internal sealed class Source
{
    private readonly int _register = -1, _special = -1;
    private readonly ulong[] _number = [];

    private Source(int register, int special, ulong[] number) => (_register, _special, _number) = (register, special, number);

    public static Source Register(int index) => new(index, -1, []);

    public static Source Special(int index) => new(-1, index, []);

    public static Source Number(ulong bits)
    {
        var lanes = new ulong[Warp.Lanes];
        Array.Fill(lanes, bits);
        return new(-1, -1, lanes);
    }

    /// <summary>The bits of each lane, zero above the operand's width.</summary>
    /// <param name="warp">The warp.</param>
    /// <param name="on">The lanes that read; those of a register must have been written.</param>
    public ReadOnlySpan<ulong> Read(Warp warp, uint on) =>
        _register >= 0 ? warp.Registers.Read(warp, _register, on) : _special >= 0 ? warp.Special[_special] : _number;
}

/// <summary>A register that is written.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Bits">Its width.</param>
internal sealed record Target(int Index, int Bits)
{
    /// <summary>The bits that it has.</summary>
    public ulong Mask { get; } = ulong.MaxValue >> (64 - Bits);

    /// <summary>The lanes to write, all of <paramref name="on"/>; the bits above its width must be zero.</summary>
    public Span<ulong> Write(Warp warp, uint on) => warp.Registers.Write(Index, on);
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
    public ulong At(ReadOnlySpan<ulong> bases, int lane) => unchecked(bases[lane] + (ulong)Offset);
}
