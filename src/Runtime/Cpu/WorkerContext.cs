using System.Runtime.InteropServices;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Cpu;

/// <summary>The context of a worker thread. It runs groups of one item, one after another, in the same shared memory.</summary>
internal sealed unsafe class WorkerContext : KernelContext, IDisposable
{
    private byte* _shared = Allocate(StaticSharedBytes);
    private byte* _dynamic;
    private long _dynamicBytes;
    private int _used;

    /// <exception cref="DeviceMemoryException">There is too little memory. The context then has none, and can be asked again.</exception>
    public void ReserveDynamic(long bytes)
    {
        if (bytes <= _dynamicBytes) return;
        FreeDynamic();
        _dynamic = Allocate(bytes);
        _dynamicBytes = bytes;
    }

    public override void BeginGroup() => _used = 0;

    public override void* AllocateShared(int bytes)
    {
        byte* memory = _shared + _used;
        _used += (bytes + 63) / 64 * 64;
        if (_used > StaticSharedBytes) throw new KernelFaultException($"A kernel allocates {_used} bytes of shared memory; {StaticSharedBytes} are available.");
        return memory;
    }

    public override void* DynamicShared() => _dynamic;

    public override void Barrier(int line)
    {
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_shared);
        _shared = null;
        FreeDynamic();
    }

    private void FreeDynamic()
    {
        NativeMemory.AlignedFree(_dynamic);
        _dynamic = null;
        _dynamicBytes = 0;
    }

    private static byte* Allocate(long bytes)
    {
        try
        {
            return (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
        }
        catch (OutOfMemoryException)
        {
            throw new DeviceMemoryException(
                $"The machine does not have the {bytes / 1e6:F0} MB of memory that each thread needs; take a smaller frame size or fewer threads.");
        }
    }
}
