using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Bench.Roofline;

/// <summary>Records what a card would run, and runs nothing.</summary>
internal sealed class CardDevice(Card card) : Device
{
    private readonly CpuDevice _host = new(threads: 1);

    public override string Name => card.Name;

    public override string Description => card.Name;

    public override int VectorWidth => 4;

    public override int Parallelism => card.Multiprocessors;

    public override Schedule Schedule => Schedule.Gpu;

    public override int SharedElements => card.SharedElements;

    public override bool HasTensorCores => card.HasTensorCores;

    public override DeviceBuffer Allocate(long bytes)
    {
        DeviceBuffer buffer = _host.Allocate(bytes);
        buffer.Clear(0, bytes);
        return buffer;
    }

    public override long ScratchBytes(Plan plan) => 0;

    public override void Run(Plan plan, double[]? seconds = null)
    {
    }

    public override void Dispose() => _host.Dispose();
}
