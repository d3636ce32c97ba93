using System.Runtime.InteropServices;
using LiVOS.Runtime.Language;

namespace LiVOS.Testing.Races;

/// <summary>The shared memory of the running group. Every item gets the same arrays, in the order of its calls.</summary>
internal sealed unsafe class SharedArena : IDisposable
{
    private const int StaticBytes = KernelContext.StaticSharedBytes;

    // All ones: NaN as a float, -1 as an integer.
    private const byte Poison = 0xFF;

    private readonly byte* _memory;
    private readonly long _bytes;
    private readonly List<(int Offset, int Bytes)> _arrays = [];

    public SharedArena(int dynamicLength)
    {
        _bytes = StaticBytes + (long)dynamicLength * sizeof(float);
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)_bytes, 64);
    }

    public void* Dynamic => _memory + StaticBytes;

    /// <summary>Makes the contents undefined and forgets the arrays.</summary>
    public void BeginGroup()
    {
        NativeMemory.Fill(_memory, (nuint)_bytes, Poison);
        _arrays.Clear();
    }

    /// <summary>The array that an item asks for as its number <paramref name="array"/>, from 0.</summary>
    public void* Allocate(int array, int bytes)
    {
        if (array == _arrays.Count)
        {
            int offset = array == 0 ? 0 : (_arrays[^1].Offset + _arrays[^1].Bytes + 63) / 64 * 64;
            if ((long)offset + bytes > StaticBytes)
                throw new KernelFaultException($"it allocates {(long)offset + bytes} bytes of shared memory; {StaticBytes} are available.");
            _arrays.Add((offset, bytes));
        }

        if (_arrays[array].Bytes != bytes)
            throw new KernelFaultException($"its shared array {array} has {bytes} bytes, but another item's has {_arrays[array].Bytes}.");
        return _memory + _arrays[array].Offset;
    }

    public bool Holds(byte* address) => address >= _memory && address < _memory + _bytes;

    public string Describe(byte* address, int elementSize)
    {
        long offset = address - _memory;
        if (offset >= StaticBytes) return $"element {(offset - StaticBytes) / elementSize} of the dynamic array in shared memory";
        int array = _arrays.FindLastIndex(a => a.Offset <= offset);
        return $"element {(offset - _arrays[array].Offset) / elementSize} of array {array} in shared memory";
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
