using ILGPU;
using ILGPU.Runtime;
using LiVOS.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>The properties of an accelerator of ILGPU.</summary>
internal sealed class IlgpuDeviceInfo : DeviceInfo
{
    private readonly AcceleratorType _type;
    private readonly string _product;
    private readonly int _index; // among those of its kind

    public IlgpuDeviceInfo(ILGPU.Runtime.Device device, string kind, int index)
    {
        (_type, _product, _index) = (device.AcceleratorType, device.Name, index);
        Name = $"{IlgpuProvider.KindName}:{kind}:{index}";
        Parallelism = device.NumMultiprocessors;
        MemoryBytes = _type == AcceleratorType.CPU ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : device.MemorySize;
    }

    public override string Name { get; }

    public override string Description => _type == AcceleratorType.CPU ? "ILGPU's own processor, for debugging: slow" : $"{_product} by ILGPU";

    public override DeviceKind Kind => _type == AcceleratorType.CPU ? DeviceKind.Processor : DeviceKind.Gpu;

    public override int Parallelism { get; }

    public override int VectorWidth => new IlgpuOptions().VectorWidth;

    public override long MemoryBytes { get; }

    public override string? Driver => $"ILGPU {typeof(Context).Assembly.GetName().Version?.ToString(3)}";

    public override bool OnlyByName => true;

    public override bool Supports(Schedule schedule) => schedule == Schedule.Gpu;

    protected override Device OpenSupported(DeviceSettings settings)
    {
        Context context = IlgpuProvider.NewContext();
        try
        {
            Accelerator accelerator = IlgpuProvider.DevicesOf(context, _type).ElementAt(_index).CreateAccelerator(context);
            return new IlgpuDevice(accelerator, new IlgpuOptions { Name = Name, TensorCores = true, Progress = settings.Progress }, ownsAccelerator: true);
        }
        catch (Exception error) when (error is AcceleratorException or ArgumentOutOfRangeException)
        {
            context.Dispose();
            throw IlgpuException.Of($"{Name} cannot be opened", error);
        }
    }
}
