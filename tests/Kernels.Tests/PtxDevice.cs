using System.Text;
using LiVOS.Kernels.Compiler.Tests.Machine;
using LiVOS.Runtime;
using LiVOS.Runtime.Language;
using Launch = LiVOS.Runtime.Launch;

namespace LiVOS.Kernels.Tests;

/// <summary>Runs every launch's PTX in the PTX machine, which faults where it is not valid or does what the ISA leaves open.</summary>
public sealed class PtxDevice(int vectorWidth) : HostDevice("ptx", "the PTX machine", vectorWidth)
{
    // Kernels over items run in blocks of a size that leaves some too many.
    private const int BlockItems = 48;

    private static readonly Dictionary<(string Kernel, int Width), PtxModule> s_modules = [];

    protected override void Run(Launch launch)
    {
        PtxModule module = ModuleOf(launch, Launch.WidthFor(VectorWidth, launch.WidthDivides));
        var arguments = new Arguments();
        int items = launch.Shape.Grid.Count;
        if (launch.OverItems) arguments.Pass(items);
        launch.PassArguments(arguments);
        (Extent grid, Extent group) = launch.OverItems
            ? (new Extent((items + BlockItems - 1) / BlockItems), new Extent(BlockItems))
            : (launch.Shape.Grid, launch.Shape.Group);
        PtxMachine.Run(module, MethodOf(launch), grid, group, sizeof(float) * launch.Shape.DynamicShared, arguments.Passed);
        arguments.WriteBack();
    }

    private static PtxModule ModuleOf(Launch launch, int width)
    {
        lock (s_modules)
        {
            if (s_modules.TryGetValue((launch.Kernel, width), out PtxModule? module)) return module;
            string text = Encoding.UTF8.GetString(launch.Ptx(width));
            return s_modules[(launch.Kernel, width)] = PtxModule.Parse(text);
        }
    }

    private static string MethodOf(Launch launch) => launch.Kernel[(launch.Kernel.LastIndexOf('.') + 1)..];

    /// <summary>What a launch passes; buffers are copied for the machine, and back.</summary>
    private sealed class Arguments : IKernelArguments
    {
        private readonly Dictionary<DeviceBuffer, byte[]> _copies = [];

        public List<PtxArgument> Passed { get; } = [];

        public void Pass(Tensor tensor)
        {
            DeviceBuffer buffer = tensor.Placed;
            if (!_copies.TryGetValue(buffer, out byte[]? copy))
            {
                copy = _copies[buffer] = new byte[buffer.Bytes];
                buffer.Read(0, copy);
            }

            Passed.Add(PtxArgument.Memory(copy, (int)tensor.Offset));
        }

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

        public void WriteBack()
        {
            foreach ((DeviceBuffer buffer, byte[] copy) in _copies) buffer.Write(0, copy);
        }
    }
}
