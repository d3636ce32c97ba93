using System.Diagnostics;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Testing.Devices;

/// <summary>Runs the launches of a plan one by one over host memory, in groups of any size: the base of devices that only tests have.</summary>
public abstract class HostDevice(string name, string description, int vectorWidth) : Device
{
    private readonly CpuDevice _host = new(threads: 1);

    public override string Name => name;

    public override string Description => description;

    public override int VectorWidth => vectorWidth;

    public override int Parallelism => 1;

    public override Schedule Schedule => Schedule.Gpu;

    public override int SharedElements => 99 * 1024 / sizeof(float);

    public override bool HasTensorCores => true;

    public override DeviceBuffer Allocate(long bytes) => _host.Allocate(bytes);

    public override long ScratchBytes(Plan plan) => 0;

    public override void Run(Plan plan, double[]? seconds = null)
    {
        for (int i = 0; i < plan.Launches.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Run(plan.Launches[i]);
            if (seconds is not null) seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    public override void Dispose() => _host.Dispose();

    /// <summary>Runs a launch to its end.</summary>
    protected abstract void Run(Launch launch);
}
