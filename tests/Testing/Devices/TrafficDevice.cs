using LiVOS.PtxEmulator.Memory;
using LiVOS.Runtime;

namespace LiVOS.Testing.Devices;

/// <summary>Notes the largest launch of each kernel, and runs a few of its blocks in the PTX emulator when it is asked what they do to memory.</summary>
/// <param name="parallelism">Multiprocessors, by which tiles are chosen.</param>
/// <param name="hasTensorCores">Whether kernels may use tensor cores.</param>
public sealed class TrafficDevice(int parallelism, bool hasTensorCores = true) : HostDevice("ptx", "the PTX emulator", 4)
{
    private const int BlockItems = 256; // as CudaLaunch has it
    private const int Blocks = 4;

    private readonly Dictionary<string, Launch> _largest = [];

    public override int Parallelism => parallelism;

    public override bool HasTensorCores => hasTensorCores;

    public override DeviceBuffer Allocate(long bytes)
    {
        var buffer = new PtxBuffer(bytes);
        buffer.Clear(0, bytes);
        return buffer;
    }

    /// <summary>What each kernel that was launched does to memory.</summary>
    public IEnumerable<KernelTraffic> Count() => _largest.Select(each =>
    {
        var traffic = new MemoryTraffic();
        PtxDevice.Emulate(each.Value, VectorWidth, BlockItems, Blocks, traffic);
        return new KernelTraffic(each.Key, traffic.Wavefronts, traffic.Conflicts, traffic.Sectors, traffic.LeastSectors);
    });

    protected override void Run(Launch launch)
    {
        string name = $"{launch.Kernel} {Launch.WidthFor(VectorWidth, launch.VectorizedExtent)}";
        if (!_largest.TryGetValue(name, out Launch? known) || Size(launch).CompareTo(Size(known)) > 0) _largest[name] = launch;
    }

    private static (long Operations, int Groups) Size(Launch launch) => (launch.FloatingOperations, launch.Shape.Grid.Count);
}
