using ILGPU;
using ILGPU.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>Copies between host arrays and buffers through page-locked memory. A write returns when its bytes are there, while the accelerator may still
/// be busy; it waits only where that memory is full.</summary>
internal sealed class IlgpuStaging(Accelerator accelerator, AcceleratorStream stream) : IDisposable
{
    private const int Bytes = 8 << 20; // a frame of 1820x1024 as bytes; larger ones are sent in pieces

    private readonly PageLockedArray1D<byte> _memory = accelerator.AllocatePageLocked1D<byte>(Bytes, uninitialized: true);
    private readonly Lock _lock = new();
    private int _filled;

    /// <summary>Sends bytes to a buffer, after all earlier work of the stream.</summary>
    public void Write(ReadOnlySpan<byte> source, ArrayView<byte> destination)
    {
        lock (_lock)
        {
            for (int done = 0, count; done < source.Length; done += count)
            {
                if (_filled == Bytes) Drain();
                count = Math.Min(source.Length - done, Bytes - _filled);
                source.Slice(done, count).CopyTo(_memory.Span[_filled..]);
                destination.SubView(done, count).CopyFrom(stream, _memory.ArrayView.SubView(_filled, count));
                _filled += count;
            }
        }
    }

    /// <summary>Fetches bytes of a buffer, after all earlier work of the stream.</summary>
    public void Read(ArrayView<byte> source, Span<byte> destination)
    {
        lock (_lock)
        {
            Drain();
            for (int done = 0, count; done < destination.Length; done += count)
            {
                count = Math.Min(destination.Length - done, Bytes);
                source.SubView(done, count).CopyTo(stream, _memory.ArrayView.SubView(0, count));
                stream.Synchronize();
                _memory.Span[..count].CopyTo(destination[done..]);
            }
        }
    }

    public void Dispose() => _memory.Dispose();

    private void Drain()
    {
        stream.Synchronize();
        _filled = 0;
    }
}
