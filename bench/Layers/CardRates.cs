using LiVOS.Bench.Roofline;
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
    private const int OperationsOfMultiplyAdd = 2;

    /// <summary>The rates of a device; null if unknown.</summary>
    public static CardRates? Of(Device device, Precision precision)
    {
        if (device is not CudaDevice { Info: var info } || info is { ClockHertz: 0 } or { MemoryBytesPerSecond: 0 }) return null;
        Version capability = info.ComputeCapability;
        if (Multiprocessor.Of(10 * capability.Major + capability.Minor) is not { } multiprocessor) return null;
        double ticks = info.Multiprocessors * info.ClockHertz * OperationsOfMultiplyAdd;
        return new CardRates(info.MemoryBytesPerSecond, ticks * multiprocessor.FloatLanes, precision switch
        {
            Precision.Float16 => ticks * multiprocessor.HalfProducts,
            Precision.Tf32 => ticks * multiprocessor.HalfProducts / 2,
            _ => ticks * multiprocessor.FloatLanes,
        });
    }

    /// <inheritdoc/>
    public double FloorOf(Launch launch) =>
        Math.Max(launch.Bytes() / BytesPerSecond, launch.Operations() / (launch.UsesTensorCores() ? FactorsPerSecond : FloatsPerSecond));

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{FactorsPerSecond / 1e12:F0} TFLOP/s of products, {BytesPerSecond / 1e9:F0} GB/s from memory");
}
