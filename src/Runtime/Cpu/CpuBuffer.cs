using System.Runtime.InteropServices;

namespace LiVOS.Runtime.Cpu;

/// <summary>Native memory, aligned to cache lines, outside the garbage collector.</summary>
internal sealed unsafe class CpuBuffer : DeviceBuffer
{
    private const int Alignment = 64;

    private byte* _memory;
    private long _bytes;

    public CpuBuffer(long bytes) => Reserve(bytes);

    ~CpuBuffer() => Free();

    public override long Bytes => _bytes;

    public override nint HostAddress => (nint)_memory;

    public override void Reserve(long bytes)
    {
        if (bytes <= _bytes) return;
        Free();
        try
        {
            _memory = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        }
        catch (OutOfMemoryException)
        {
            throw new DeviceMemoryException(
                $"There is not enough memory for a buffer of {bytes / 1e6:F0} MB; use a smaller frame size or fewer objects.");
        }

        _bytes = bytes;
    }

    public override void Write(long offset, ReadOnlySpan<byte> source) => source.CopyTo(Bounded(offset, source.Length));

    public override void Read(long offset, Span<byte> destination) => Bounded(offset, destination.Length).CopyTo(destination);

    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private Span<byte> Bounded(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _bytes - length);
        return new Span<byte>(_memory + offset, length);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _bytes = 0;
    }
}
