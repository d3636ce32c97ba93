namespace LiVOS.Runtime.Cuda;

/// <summary>A copy to the host that overlaps with the next plan.</summary>
internal sealed class CudaReadback : AsyncReadback
{
    private readonly CudaDevice _device;
    private readonly CudaStaging _staging;

    public CudaReadback(CudaDevice device, int bytes) : base(bytes: 0)
    {
        _device = device;
        _staging = new(device.Context, device.Heap, bytes);
    }

    public override void Dispose()
    {
        _staging.Dispose();
        base.Dispose();
    }

    private protected override int Capacity => _staging.Bytes;

    private protected override void Begin(DeviceBuffer buffer, long offset, int bytes)
    {
        if (buffer is not CudaBuffer source || source.Device != _device)
            throw new InvalidOperationException($"The tensor is not in the memory of {_device.Name}.");
        source.RequireInside(offset, bytes);
        using CudaContext.Scope scope = _device.Context.Enter();
        _staging.Wait(); // nobody may have waited for the last one
        _staging.Fetch(source.Address + (ulong)offset, bytes);
    }

    private protected override ReadOnlySpan<byte> Arrived()
    {
        using CudaContext.Scope scope = _device.Context.Enter();
        _staging.Wait();
        return _staging.Host;
    }
}
