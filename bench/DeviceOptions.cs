using System.CommandLine;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Bench;

/// <summary>The options that say what computes.</summary>
internal sealed class DeviceOptions
{
    private const string Cpu = "cpu", Cuda = "cuda", OpenCl = "opencl";

    private readonly Option<string> _device = new("--device") { Description = "What computes: cpu, the first CUDA device, or the first OpenCL device.", DefaultValueFactory = _ => Cpu };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads of the cpu device.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<Schedule?> _schedule = new("--schedule") { Description = "How heavy kernels are cut into pieces on an OpenCL device: cpu or gpu." };

    /// <summary>Gives <paramref name="command"/> the options.</summary>
    public DeviceOptions(Command command)
    {
        _device.AcceptOnlyFromAmong(Cpu, Cuda, OpenCl);
        foreach (Option option in new Option[] { _device, _threads, _schedule }) command.Options.Add(option);
    }

    /// <summary>Opens the device that the command line names.</summary>
    public Device Open(ParseResult line) => line.GetValue(_device) switch
    {
        Cpu => new CpuDevice(line.GetValue(_threads)),
        Cuda => OpenCuda(),
        _ => OpenOpenCl(line.GetValue(_schedule)),
    };

    private static CudaDevice OpenCuda()
    {
        CudaDevices devices = CudaDevices.Find();
        return new CudaDevice(
            devices.Usable.FirstOrDefault() ?? throw new NotSupportedException($"There is no CUDA device: {devices.WhyNone ?? "none is usable"}."));
    }

    private static OpenClDevice OpenOpenCl(Schedule? schedule)
    {
        OpenClDevices devices = OpenClDevices.Find();
        return new OpenClDevice(
            devices.Usable.FirstOrDefault() ?? throw new NotSupportedException($"There is no OpenCL device: {devices.WhyNone ?? "none is usable"}."),
            new OpenClOptions { Schedule = schedule });
    }
}
