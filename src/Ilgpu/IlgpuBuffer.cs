using ILGPU;
using ILGPU.Runtime;
using LiVOS.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>Memory of an ILGPU accelerator: a block of its own, or a view of the caller's.</summary>
internal sealed class IlgpuBuffer : DeviceBuffer
{
    private readonly IlgpuDevice _device;
    private MemoryBuffer1D<byte, Stride1D.Dense>? _owned;
    private long _bytes;

    public IlgpuBuffer(IlgpuDevice device, long bytes)
    {
        _device = device;
        Reserve(bytes);
    }

    public IlgpuBuffer(IlgpuDevice device, ArrayView<byte> view)
    {
        _device = device;
        (View, _bytes) = (view, view.Length);
    }

    public IlgpuDevice Device => _device;

    /// <summary>The bytes.</summary>
    public ArrayView<byte> View { get; private set; }

    /// <summary>Changes whenever <see cref="View"/> does.</summary>
    public int Version { get; private set; }

    public override long Bytes => _bytes;

    public override nint HostAddress => throw new NotSupportedException($"The memory of {_device.Name} cannot be reached from the host.");

    public override void Reserve(long bytes)
    {
        if (bytes <= _bytes && View.IsValid) return;
        if (_owned is null && View.IsValid) throw new DeviceMemoryException($"The caller's buffer has {_bytes} bytes, not {bytes}.");
        Dispose();
        _owned = _device.AllocateBytes(Math.Max(bytes, 1));
        (View, _bytes) = (_owned.View.AsContiguous(), bytes);
        Version++;
    }

    public override void Write(long offset, ReadOnlySpan<byte> source)
    {
        RequireInside(offset, source.Length);
        if (!source.IsEmpty) _device.Staging.Write(source, View.SubView(offset, source.Length));
    }

    public override void Read(long offset, Span<byte> destination)
    {
        RequireInside(offset, destination.Length);
        if (!destination.IsEmpty) _device.Staging.Read(View.SubView(offset, destination.Length), destination);
    }

    public override void Clear(long offset, long bytes)
    {
        RequireInside(offset, bytes);
        if (bytes > 0) View.SubView(offset, bytes).MemSetToZero(_device.Stream);
    }

    public override void Dispose()
    {
        if (_owned is null) return;
        _device.Wait();
        _owned.Dispose();
        (_owned, View, _bytes) = (null, default, 0);
    }

    internal void RequireInside(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _bytes - length);
    }
}
