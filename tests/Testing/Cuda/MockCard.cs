namespace LiVOS.Testing.Cuda;

/// <summary>A card for the PTX emulator to be.</summary>
/// <param name="Name">What its maker calls it.</param>
internal sealed record MockCard(string Name = "PTX emulator")
{
    /// <summary>The compute capability.</summary>
    public Version Capability { get; init; } = new(8, 0);

    /// <summary>How many multiprocessors it says it has.</summary>
    public int Multiprocessors { get; init; } = 4;

    /// <summary>Its memory.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>The most shared memory of a block: what the emulator gives to kernels for sm_70.</summary>
    public int SharedBytes { get; init; } = 96 * 1024;

    /// <summary>An attribute by the driver's number for it; null where there is none.</summary>
    public int? Attribute(int number) => number switch
    {
        13 => 1_500_000, // clock, kHz
        16 => Multiprocessors,
        20 => 0, // compute mode
        36 => 1_000_000, // memory clock, kHz
        37 => 256, // bus width, bits
        38 => 1 << 20, // L2 cache
        75 => Capability.Major,
        76 => Capability.Minor,
        97 => SharedBytes,
        _ => null,
    };
}
