using LiVOS.Runtime.Cuda;

namespace LiVOS.Testing.Cuda;

/// <content>Memory and copies.</content>
internal sealed unsafe partial class MockDriver
{
    public override int cuMemGetInfo_v2(out nuint free, out nuint total)
    {
        using var call = new Call(this);
        (free, total) = ((nuint)_memory.Free, (nuint)_card.MemoryBytes);
        return call.Code;
    }

    public override int cuMemAlloc_v2(out ulong address, nuint bytes)
    {
        using var call = new Call(this);
        address = 0;
        if (call.Code != 0) return call.Code;
        if (bytes == 0) return CudaError.InvalidValue;
        if (bytes > (nuint)_memory.Free) return CudaError.OutOfMemory;
        address = _memory.Allocate((int)bytes);
        return 0;
    }

    public override int cuMemFree_v2(ulong address)
    {
        using var call = new Call(this);
        _memory.FreeAt(address, call.Name);
        return call.Code;
    }

    public override int cuMemAllocHost_v2(out nint address, nuint bytes)
    {
        using var call = new Call(this);
        address = call.Code == 0 ? _memory.AllocatePinned(bytes) : 0;
        return call.Code;
    }

    public override int cuMemFreeHost(nint address)
    {
        using var call = new Call(this);
        _memory.FreePinned(address, call.Name);
        return call.Code;
    }

    public override int cuMemcpyHtoDAsync_v2(ulong destination, void* source, nuint bytes, nint stream)
    {
        using var call = new Call(this, mayCapture: true);
        string name = call.Name;
        return Add(call, stream, () => _memory.PinnedAt(source, bytes, name).CopyTo(_memory.At(destination, bytes, name)));
    }

    public override int cuMemcpyDtoHAsync_v2(void* destination, ulong source, nuint bytes, nint stream)
    {
        using var call = new Call(this, mayCapture: true);
        string name = call.Name;
        return Add(call, stream, () => _memory.At(source, bytes, name).CopyTo(_memory.PinnedAt(destination, bytes, name)));
    }

    public override int cuMemcpyDtoDAsync_v2(ulong destination, ulong source, nuint bytes, nint stream)
    {
        using var call = new Call(this, mayCapture: true);
        string name = call.Name;
        return Add(call, stream, () => _memory.At(source, bytes, name).CopyTo(_memory.At(destination, bytes, name)));
    }

    public override int cuMemsetD8Async(ulong destination, byte value, nuint bytes, nint stream)
    {
        using var call = new Call(this, mayCapture: true);
        string name = call.Name;
        return Add(call, stream, () => _memory.At(destination, bytes, name).Fill(value));
    }
}
