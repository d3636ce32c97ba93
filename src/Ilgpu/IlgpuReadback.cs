using ILGPU;
using ILGPU.Runtime;
using LiVOS.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>A copy to page-locked memory that overlaps with the next plan. What it waits for is a marker in the stream, where the context has
/// profiling; else the whole stream.</summary>
internal sealed class IlgpuReadback(IlgpuDevice device, int bytes) : AsyncReadback(bytes: 0)
{
    private readonly PageLockedArray1D<byte> _memory = device.Accelerator.AllocatePageLocked1D<byte>(bytes, uninitialized: true);
    private ProfilingMarker? _arrival;

    public override void Dispose()
    {
        Finish();
        _memory.Dispose();
        base.Dispose();
    }

    private protected override int Capacity => (int)_memory.Length;

    private protected override void Begin(DeviceBuffer buffer, long offset, int length)
    {
        if (buffer is not IlgpuBuffer source || source.Device != device)
            throw new InvalidOperationException($"The tensor is not in the memory of {device.Name}.");
        source.RequireInside(offset, length);
        Finish(); // nobody may have waited for the last one
        source.View.SubView(offset, length).CopyTo(device.Stream, _memory.ArrayView.SubView(0, length));
        if (device.HasMarkers) _arrival = device.Stream.AddProfilingMarker();
    }

    private protected override ReadOnlySpan<byte> Arrived()
    {
        Finish();
        return _memory.Span;
    }

    private void Finish()
    {
        if (_arrival is null)
        {
            device.Stream.Synchronize();
            return;
        }

        _arrival.Synchronize();
        _arrival.Dispose();
        _arrival = null;
    }
}
