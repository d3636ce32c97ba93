using System.Runtime.InteropServices;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Cpu;

/// <summary>The context of a worker thread. It runs groups of one item, one after another, in the same shared memory.</summary>
internal sealed unsafe class WorkerContext : KernelContext, IDisposable
{
    private byte* _shared = (byte*)NativeMemory.AlignedAlloc(StaticSharedBytes, 64);
    private byte* _dynamic;
    private long _dynamicBytes;
    private int _used;

    public void ReserveDynamic(long bytes)
    {
        if (bytes <= _dynamicBytes) return;
        NativeMemory.AlignedFree(_dynamic);
        _dynamic = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
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
        NativeMemory.AlignedFree(_dynamic);
        _shared = _dynamic = null;
    }
}
