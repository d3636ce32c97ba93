using System.Runtime.InteropServices;

namespace LiVOS.Runtime;

/// <summary>
/// An asynchronous copy of a tensor to the host: begin it after one plan, run the next plan, then wait for the copy. It holds one copy at a
/// time. <see cref="Device.NewReadback"/> creates it; this class itself serves devices that work in host memory.
/// </summary>
public class AsyncReadback : IDisposable
{
    private readonly byte[] _copy;
    private int _length;

    internal AsyncReadback(int bytes) => _copy = new byte[bytes];

    /// <summary>Begins to copy a tensor, after all earlier work of the device.</summary>
    /// <param name="tensor">A tensor of the device, no larger than the capacity.</param>
    public void Begin(Tensor tensor)
    {
        if (tensor.Bytes > Capacity) throw new ArgumentException($"The tensor '{tensor.Name}' has {tensor.Bytes} bytes; there is room for {Capacity}.");
        _length = (int)tensor.Bytes;
        Begin(tensor.Placed, tensor.Offset, _length);
    }

    /// <summary>Waits until the copy has arrived.</summary>
    /// <typeparam name="T">The tensor's elements.</typeparam>
    /// <returns>The elements, valid until the next copy begins.</returns>
    public ReadOnlySpan<T> Wait<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Arrived()[.._length]);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    private protected virtual int Capacity => _copy.Length;

    private protected virtual void Begin(DeviceBuffer buffer, long offset, int bytes) => buffer.Read(offset, _copy.AsSpan(0, bytes));

    private protected virtual ReadOnlySpan<byte> Arrived() => _copy;
}
