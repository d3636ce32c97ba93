using System.Collections.Concurrent;

namespace LiVOS.Runtime.Cuda;

/// <summary>The memory allocations on a device. Remaining ones end with the device.</summary>
internal sealed class CudaHeap(CudaContext context, CudaDeviceInfo info) : IDisposable
{
    private readonly ConcurrentDictionary<ulong, long> _allocated = [];

    /// <summary>The allocated bytes.</summary>
    public long Bytes => _allocated.Values.Sum();

    /// <summary>Allocates memory; the context must be current.</summary>
    /// <exception cref="DeviceMemoryException">There is not enough memory.</exception>
    public ulong Allocate(long bytes)
    {
        CudaDriver cu = context.Driver;
        context.FreeRetired();
        int code = cu.cuMemAlloc_v2(out ulong address, (nuint)bytes);
        if (code == CudaError.OutOfMemory) throw NoMemory($"does not have enough memory for a buffer of {bytes / 1e6:F0} MB");
        cu.Check(code, $"cuMemAlloc of {bytes} bytes");
        _allocated[address] = bytes;
        return address;
    }

    /// <summary>Frees memory once the device no longer uses it.</summary>
    public void Free(ulong address) => context.Free(() => FreeNow(address));

    /// <summary>Frees memory later; for finalizers.</summary>
    public void Retire(ulong address) => context.Retire(() => FreeNow(address));

    /// <summary>The exception for a shortage of memory.</summary>
    /// <param name="what">The request that the device does not support.</param>
    public DeviceMemoryException NoMemory(string what)
    {
        string free = context.Driver.cuMemGetInfo_v2(out nuint rest, out _) == CudaError.Success ? $"{rest / 1e6:F0} MB are free and " : "";
        return new DeviceMemoryException(
            $"{info.Name} ({info}) {what}: of its {info.MemoryBytes / 1e6:F0} MB, {free}{Bytes / 1e6:F0} MB are in use here; "
            + "use a smaller frame size, fewer objects, or another device.");
    }

    public void Dispose()
    {
        foreach (ulong address in _allocated.Keys) Free(address);
    }

    private void FreeNow(ulong address)
    {
        if (_allocated.TryRemove(address, out _)) context.Driver.cuMemFree_v2(address);
    }
}
