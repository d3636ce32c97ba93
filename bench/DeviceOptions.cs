using System.CommandLine;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Bench;

/// <summary>The options of the device.</summary>
internal sealed class DeviceOptions
{
    private const string Cpu = "cpu", Cuda = "cuda", OpenCl = "opencl";

    private readonly Option<string> _device = new("--device") { Description = "The device: cpu, cuda (the first one) or opencl (the first one).", DefaultValueFactory = _ => Cpu };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads of the cpu device.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<Schedule?> _schedule = new("--schedule") { Description = "The implementations of heavy kernels on an OpenCL device: cpu or gpu." };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
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
