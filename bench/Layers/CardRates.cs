using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Runtime.Cuda;

namespace LiVOS.Bench.Layers;

/// <summary>The peak rates of a GPU by its maker's figures. They give the floor of a kernel's time.</summary>
/// <param name="BytesPerSecond">The bandwidth of its memory.</param>
/// <param name="FloatsPerSecond">Operations on floats, outside tensor cores.</param>
/// <param name="FactorsPerSecond">Operations on tensor cores, with operands of the network's precision; for floats as above.</param>
internal sealed record CardRates(double BytesPerSecond, double FloatsPerSecond, double FactorsPerSecond) : IDeviceRates
{
    // Operations of one multiprocessor in a tick: on floats, on tensor cores with halves; with tf32 half as many.
    private static readonly Dictionary<Version, (int Floats, int Halves)> s_operations = new()
    {
        [new(7, 0)] = (128, 0),
        [new(7, 5)] = (128, 0),
        [new(8, 0)] = (128, 2048),
        [new(8, 6)] = (256, 512),
        [new(8, 9)] = (256, 1024),
        [new(9, 0)] = (256, 4096),
    };

    /// <summary>The rates of a device; null if unknown.</summary>
    public static CardRates? Of(Device device, Precision precision)
    {
        if (device is not CudaDevice { Info: var info } || info is { ClockHertz: 0 } or { MemoryBytesPerSecond: 0 }) return null;
        if (!s_operations.TryGetValue(info.ComputeCapability, out (int Floats, int Halves) operations)) return null;
        double ticks = info.Multiprocessors * info.ClockHertz, floats = ticks * operations.Floats;
        return new CardRates(info.MemoryBytesPerSecond, floats, precision switch
        {
            Precision.Float16 => ticks * operations.Halves,
            Precision.Tf32 => ticks * operations.Halves / 2,
            _ => floats,
        });
    }

    /// <inheritdoc/>
    public double FloorOf(Launch launch) =>
        Math.Max(launch.Bytes() / BytesPerSecond, launch.Operations() / (launch.UsesTensorCores() ? FactorsPerSecond : FloatsPerSecond));

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{FactorsPerSecond / 1e12:F0} TFLOP/s of products, {BytesPerSecond / 1e9:F0} GB/s from memory");
}
