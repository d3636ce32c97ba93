using System.Collections.Concurrent;
using System.Reflection;
using ILGPU;
using LiVOS.Ilgpu;
using LiVOS.PtxEmulator;
using LiVOS.Runtime;
using LiVOS.Runtime.Language;
using Launch = LiVOS.Runtime.Launch;

namespace LiVOS.Testing.Devices;

/// <summary>Runs every launch as the PTX that ILGPU makes of it, in the PTX emulator: what no machine without a card could try else.</summary>
public sealed class IlgpuPtxDevice(int vectorWidth) : HostDevice("ilgpu-ptx", "ILGPU's PTX in the emulator", vectorWidth)
{
    public const string KindName = "ilgpu-ptx";

    private static readonly ConcurrentDictionary<(string Kernel, int Width), Lazy<PtxModule>> s_modules = [];

    public override bool HoldsHalves => false;

    public override DeviceBuffer Allocate(long bytes) => new PtxBuffer(bytes);

    protected override void Run(Launch launch)
    {
        int width = Launch.WidthFor(VectorWidth, launch.VectorizedExtent), items = launch.Shape.Grid.Count;
        PtxModule module = s_modules.GetOrAdd((launch.Kernel, width), key => new(() => PtxModule.Parse(IlgpuText.Ptx(key.Kernel, key.Width)))).Value;
        var arguments = new Arguments();
        launch.PassArguments(arguments);
        ParameterInfo[] parameters = KernelMethods.Find(launch.Kernel, width).GetParameters();
        List<PtxArgument> passed = [.. parameters.Select(parameter => arguments.Take(parameter.ParameterType, items))];
        (Extent grid, Extent group) = PtxDevice.BlocksOf(launch);
        Emulator.Run(module, module.Kernels.Keys.Single(), grid, group, sizeof(float) * launch.Shape.DynamicShared, passed);
    }

    /// <summary>The arguments as ILGPU lays them out: a view is an address and a length, a struct its fields.</summary>
    private sealed class Arguments : IKernelArguments
    {
        private readonly Queue<PtxArgument[]> _passed = [];

        public void Pass(Tensor tensor) =>
            _passed.Enqueue([PtxArgument.Memory(((PtxBuffer)tensor.Placed).Memory, (int)tensor.Offset), tensor.Shape.Length]);

        public void Pass<T>(T value) where T : unmanaged
        {
            PtxArgument argument = value switch
            {
                int number => (PtxArgument)number,
                float number => (PtxArgument)number,
                _ => throw new NotSupportedException(typeof(T).Name),
            };
            _passed.Enqueue([argument]);
        }

        public PtxArgument Take(Type type, int items)
        {
            if (type == typeof(ILGPU.Index1D)) return items;
            if (type.IsPrimitive || type.IsEnum) return _passed.Dequeue()[0];
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ILGPU.ArrayView<>)) return PtxArgument.Struct(_passed.Dequeue());
            int fields = FieldsOf(type);
            return fields == 1 ? _passed.Dequeue()[0] : PtxArgument.Struct([.. Enumerable.Range(0, fields).Select(_ => _passed.Dequeue()[0])]);
        }

        private static int FieldsOf(Type type) => type.IsPrimitive || type.IsEnum
            ? 1
            : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Sum(field => FieldsOf(field.FieldType));
    }
}
