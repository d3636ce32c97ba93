using System.Runtime.InteropServices;

namespace LiVOS.Weights.PyTorch;

/// <summary>Reads a tensor's numbers in row-major order, whatever order its storage has them in.</summary>
internal sealed class TensorView
{
    // Numbers beyond which offsets in bytes could not be counted.
    private const long Most = long.MaxValue / 16;

    // A tensor that is not row-major is gathered in memory.
    private const long MostGathered = 1 << 26;

    private readonly StorageBytes _storage;
    private readonly StridedTensor _tensor;
    private readonly long _first; // byte in the storage
    private readonly long _span; // bytes from it to the last
    private readonly bool _isRowMajor;
    private readonly int _size;

    /// <summary>Checks that a tensor lies within its storage.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="storage">Where its storage stands.</param>
    /// <exception cref="WeightsException">It does not, or cannot be gathered.</exception>
    public TensorView(InputFile file, string name, StridedTensor tensor, StorageBytes storage)
    {
        (_storage, _tensor) = (storage, tensor);
        _size = tensor.Type.Size();
        bool isEmpty = tensor.Shape.Contains(0);
        Int128 step = 1, last = tensor.Offset;
        _isRowMajor = true;
        for (int axis = tensor.Shape.Length - 1; axis >= 0; axis--)
        {
            long extent = Math.Max(tensor.Shape[axis], 1);
            _isRowMajor &= extent == 1 || tensor.Strides[axis] == step;
            step *= extent;
            last += (Int128)(extent - 1) * tensor.Strides[axis];
            if (step > Most || last > Most)
                throw file.Damaged($"the tensor {name} reaches beyond its storage");
        }
        // The pickle's count of the storage's numbers is what the file must hold; views keep to it.
        long held = Math.Min(storage.Length, tensor.Storage.Count * tensor.Storage.Type.Size());
        if (!isEmpty && last >= held / _size)
            throw file.Damaged($"the tensor {name} reaches beyond its storage");
        (_first, _span) = isEmpty ? (0, 0) : (tensor.Offset * _size, ((long)last - tensor.Offset + 1) * _size);
        if (!_isRowMajor && _span > MostGathered)
            throw new WeightsException(
                $"{file.Name} cannot be read: the tensor {name} is not row-major, and too large to be put in order; save it after " +
                ".contiguous().");
    }

    /// <summary>The bytes that are read to put the numbers in order; 0 for a tensor that is stored row by row.</summary>
    public long Gathered => _isRowMajor ? 0 : _span;

    /// <summary>Reads bytes of the row-major numbers.</summary>
    /// <param name="start">The first, counted from the tensor's; a multiple of its numbers' size.</param>
    /// <param name="destination">Takes the bytes.</param>
    /// <param name="gathered">Keeps what was read of a tensor that is not row-major, for the next part of it.</param>
    public void Read(long start, Span<byte> destination, ref (TensorView? View, byte[] Bytes) gathered)
    {
        if (_isRowMajor)
        {
            _storage.Read(_first + start, destination);
            return;
        }
        if (gathered.View != this)
        {
            byte[] bytes = new byte[_span];
            _storage.Read(_first, bytes);
            gathered = (this, bytes);
        }
        switch (_size)
        {
            case 8: Gather<ulong>(gathered.Bytes, start, destination); break;
            case 4: Gather<uint>(gathered.Bytes, start, destination); break;
            case 2: Gather<ushort>(gathered.Bytes, start, destination); break;
            default: Gather<byte>(gathered.Bytes, start, destination); break;
        }
    }

    private void Gather<T>(byte[] from, long start, Span<byte> to) where T : unmanaged
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(from);
        Span<T> destination = MemoryMarshal.Cast<byte, T>(to);
        int axes = _tensor.Shape.Length;
        Span<long> index = stackalloc long[axes];
        long at = 0, rest = start / _size;
        for (int axis = axes - 1; axis >= 0; axis--)
        {
            (rest, index[axis]) = Math.DivRem(rest, _tensor.Shape[axis]);
            at += index[axis] * _tensor.Strides[axis];
        }
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = source[(int)at];
            // Steps to the next index, row-major.
            for (int axis = axes - 1; axis >= 0; axis--)
            {
                at += _tensor.Strides[axis];
                if (++index[axis] < _tensor.Shape[axis])
                    break;
                at -= index[axis] * _tensor.Strides[axis];
                index[axis] = 0;
            }
        }
    }
}
