using LiVOS.Runtime;
using LiVOS.Runtime.Checking;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Kernels.Tests;

/// <summary>Runs every launch in the checking executor: any size of group, each item a thread, and a report of every race and every barrier that
/// not all items reach.</summary>
public sealed class CheckingDevice(int vectorWidth) : Device
{
    private readonly CpuDevice _host = new(threads: 1);

    public override string Name => "checking";

    public override string Description => "the checking executor";

    public override int VectorWidth => vectorWidth;

    public override int Parallelism => 1;

    public override Schedule Schedule => Schedule.Gpu;

    public override int SharedElements => 48 * 1024 / sizeof(float);

    public override DeviceBuffer Allocate(long bytes) => _host.Allocate(bytes);

    public override long ScratchBytes(Plan plan) => 0;

    public override void Run(Plan plan, double[]? seconds = null)
    {
        foreach (Launch launch in plan.Launches) CheckingExecutor.Run(launch, vectorWidth);
    }

    public override void Dispose() => _host.Dispose();
}
