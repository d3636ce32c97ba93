namespace LiVOS.Runtime.Cuda;

/// <summary>
/// Writes tensors. A write returns when its bytes are in pinned memory, which has two halves: one is filled while the other is being sent. Only
/// a write that is larger than both waits for the device.
/// </summary>
internal sealed class CudaUploads(CudaContext context, CudaHeap heap) : IDisposable
{
    private const int HalfBytes = 4 << 20; // both hold a frame of 1820x1024 as bytes; larger frames take so long that waiting costs little

    private readonly CudaStaging[] _halves = [new(context, heap, HalfBytes), new(context, heap, HalfBytes)];
    private readonly Lock _writing = new();
    private int _current, _filled;

    /// <summary>Writes to the device's memory; the context must be current.</summary>
    public void Write(ulong destination, ReadOnlySpan<byte> source)
    {
        lock (_writing)
        {
            while (!source.IsEmpty)
            {
                if (_filled == HalfBytes) Turn();
                int bytes = Math.Min(source.Length, HalfBytes - _filled);
                source[..bytes].CopyTo(_halves[_current].Host[_filled..]);
                _halves[_current].Send(_filled, bytes, destination);
                _filled += bytes;
                destination += (ulong)bytes;
                source = source[bytes..];
            }
        }
    }

    public void Dispose()
    {
        foreach (CudaStaging half in _halves) half.Dispose();
    }

    private void Turn()
    {
        _current ^= 1;
        _filled = 0;
        _halves[_current].Wait();
    }
}
