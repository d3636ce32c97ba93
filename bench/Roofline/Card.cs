using System.Collections.Immutable;

namespace LiVOS.Bench.Roofline;

/// <summary>A card by its maker's figures, at the clock that it boosts to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Target">Its compute capability, such as 80.</param>
/// <param name="Multiprocessors">Each has four schedulers, which issue one instruction in a tick.</param>
/// <param name="ClockHertz">Ticks of a second.</param>
/// <param name="BytesPerSecond">The bandwidth of its memory.</param>
internal sealed record Card(string Name, int Target, int Multiprocessors, double ClockHertz, double BytesPerSecond)
{
    // Of a Hopper's tensor cores the instruction that the kernels use (mma.sync) reaches some 63 %; all of them need another (wgmma).
    private const double HopperShare = 0.63;

    /// <summary>The cards that times are predicted for.</summary>
    public static ImmutableArray<Card> All { get; } =
    [
        new("A100", 80, 108, 1.41e9, 1555e9),
        new("H100", 90, 132, 1.83e9, 3350e9),
        new("H200", 90, 132, 1.83e9, 4800e9),
        new("RTX4060", 89, 24, 2.46e9, 272e9),
        new("T4", 75, 40, 1.59e9, 320e9),
    ];

    /// <summary>Multiply-adds of floats that a multiprocessor begins in a tick.</summary>
    public int FloatLanes => Multiprocessor.Of(Target)!.Value.FloatLanes;

    /// <summary>Multiply-adds of halves, summed as floats, that the kernels' instruction begins on a multiprocessor's tensor cores in a tick; half as many
    /// of tf32.</summary>
    public double HalfProducts => Multiprocessor.Of(Target)!.Value.HalfProducts * (Target >= 90 ? HopperShare : 1);

    /// <summary>Whether the kernels for tensor cores run on it, which need sm_80.</summary>
    public bool HasTensorCores => HalfProducts > 0;

    /// <summary>Elements of shared memory that a group can have.</summary>
    public int SharedElements => 1024 / sizeof(float) * Target switch { >= 90 => 227, 80 => 163, 75 => 64, _ => 99 };

    /// <summary>Ticks of all multiprocessors in a second.</summary>
    public double Ticks => Multiprocessors * ClockHertz;
}
