using System.Runtime.InteropServices;

namespace LiVOS.Runtime;

/// <summary>
/// A place on the host for a copy of a tensor that is on its way while the device goes on: begin it behind one plan, run the next, then wait
/// for it. One copy at a time. Made by <see cref="Device.NewDownload"/>; here is the one of devices that work in the host's memory.
/// </summary>
public class Download : IDisposable
{
    private readonly byte[] _copy;
    private int _length;

    internal Download(int bytes) => _copy = new byte[bytes];

    /// <summary>Begins to copy a tensor, as it is when all that was asked of the device before is done.</summary>
    /// <param name="tensor">A tensor of the device, not larger than the place.</param>
    public void Begin(Tensor tensor)
    {
        if (tensor.Bytes > Capacity) throw new ArgumentException($"The tensor '{tensor.Name}' has {tensor.Bytes} bytes; there is room for {Capacity}.");
        _length = (int)tensor.Bytes;
        Begin(tensor.Placed, tensor.Offset, _length);
    }

    /// <summary>Waits until the copy has arrived.</summary>
    /// <typeparam name="T">The tensor's elements.</typeparam>
    /// <returns>The elements, which stay until the next copy begins.</returns>
    public ReadOnlySpan<T> Wait<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Arrived()[.._length]);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    private protected virtual int Capacity => _copy.Length;

    private protected virtual void Begin(DeviceBuffer buffer, long offset, int bytes) => buffer.Read(offset, _copy.AsSpan(0, bytes));

    private protected virtual ReadOnlySpan<byte> Arrived() => _copy;
}
