using System.Collections.Concurrent;
using System.Text;
using LiVOS.PtxEmulator;
using LiVOS.PtxEmulator.Memory;
using LiVOS.Runtime;
using LiVOS.Runtime.Language;
using Launch = LiVOS.Runtime.Launch;

namespace LiVOS.Testing.Devices;

/// <summary>Runs every launch's PTX in the PTX emulator, which faults where it is not valid or does what the ISA leaves open.</summary>
public sealed class PtxDevice(int vectorWidth) : HostDevice("ptx", "the PTX emulator", vectorWidth)
{
    // Kernels over items run in blocks of a size that leaves some too many.
    private const int BlockItems = 48;

    private static readonly ConcurrentDictionary<(string Kernel, int Width), Lazy<PtxModule>> s_modules = [];

    /// <summary>The instructions that its warps have executed.</summary>
    public long Instructions { get; private set; }

    public override DeviceBuffer Allocate(long bytes) => new PtxBuffer(bytes);

    protected override void Run(Launch launch) => Instructions += Emulate(launch, VectorWidth);

    /// <summary>The blocks of a launch, and the threads of each.</summary>
    internal static (Extent Grid, Extent Group) BlocksOf(Launch launch, int blockItems = BlockItems) => launch.OverItems
        ? (new Extent((launch.Shape.Grid.Count + blockItems - 1) / blockItems), new Extent(blockItems))
        : (launch.Shape.Grid, launch.Shape.Group);

    /// <summary>Runs a launch; returns the instructions that its warps have executed.</summary>
    /// <param name="launch">The launch; its tensors are in memory of the emulator.</param>
    /// <param name="vectorWidth">The device's vectors.</param>
    /// <param name="blockItems">Threads of a block of a kernel over items.</param>
    /// <param name="mostBlocks">Blocks that run, spread evenly over the grid.</param>
    /// <param name="traffic">Where accesses to memory are counted; null for nowhere.</param>
    internal static long Emulate(
        Launch launch, int vectorWidth, int blockItems = BlockItems, int mostBlocks = int.MaxValue, MemoryTraffic? traffic = null)
    {
        PtxModule module = ModuleOf(launch, Launch.WidthFor(vectorWidth, launch.VectorizedExtent));
        var arguments = new Arguments();
        if (launch.OverItems) arguments.Pass(launch.Shape.Grid.Count);
        launch.PassArguments(arguments);
        (Extent grid, Extent group) = BlocksOf(launch, blockItems);
        int blocks = Math.Min(grid.Count, mostBlocks), count = grid.Count;
        IEnumerable<int> spread = Enumerable.Range(0, blocks).Select(i => (int)((long)i * count / blocks));
        return Emulator.Run(
            module, MethodOf(launch), grid, group, sizeof(float) * launch.Shape.DynamicShared, arguments.Passed, blocks: spread, traffic: traffic);
    }

    private static PtxModule ModuleOf(Launch launch, int width) =>
        s_modules.GetOrAdd((launch.Kernel, width), _ => new(() => PtxModule.Parse(Encoding.UTF8.GetString(launch.Ptx(width))))).Value;

    private static string MethodOf(Launch launch) => launch.Kernel[(launch.Kernel.LastIndexOf('.') + 1)..];

    private sealed class Arguments : IKernelArguments
    {
        public List<PtxArgument> Passed { get; } = [];

        public void Pass(Tensor tensor) => Passed.Add(PtxArgument.Memory(((PtxBuffer)tensor.Placed).Memory, (int)tensor.Offset));

        public void Pass<T>(T value) where T : unmanaged => Passed.Add(value switch
        {
            int number => number,
            uint number => number,
            long number => number,
            ulong number => number,
            float number => number,
            byte => PtxArgument.Number(PtxType.U8, value),
            sbyte => PtxArgument.Number(PtxType.S8, value),
            short => PtxArgument.Number(PtxType.S16, value),
            ushort => PtxArgument.Number(PtxType.U16, value),
            _ => throw new NotSupportedException(typeof(T).Name),
        });
    }
}
