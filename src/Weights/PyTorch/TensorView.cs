using System.Runtime.InteropServices;

namespace LiVOS.Weights.PyTorch;

/// <summary>Reads a tensor's numbers in row-major order, whatever order its storage has them in.</summary>
sealed class TensorView
{
    // Numbers beyond which offsets in bytes could not be counted.
    const long Most = long.MaxValue / 16;

    // A tensor that is not row-major is gathered in memory.
    const long MostGathered = 1 << 26;

    readonly StorageBytes storage;
    readonly StridedTensor tensor;
    readonly long first; // byte in the storage
    readonly long span; // bytes from it to the last
    readonly bool isRowMajor;
    readonly int size;

    /// <summary>Checks that a tensor lies within its storage.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="storage">Where its storage stands.</param>
    /// <exception cref="WeightsException">It does not, or cannot be gathered.</exception>
    public TensorView(InputFile file, string name, StridedTensor tensor, StorageBytes storage)
    {
        (this.storage, this.tensor) = (storage, tensor);
        size = tensor.Type.Size();
        bool isEmpty = tensor.Shape.Contains(0);
        Int128 step = 1, last = tensor.Offset;
        isRowMajor = true;
        for (int axis = tensor.Shape.Length - 1; axis >= 0; axis--)
        {
            long extent = Math.Max(tensor.Shape[axis], 1);
            isRowMajor &= extent == 1 || tensor.Strides[axis] == step;
            step *= extent;
            last += (Int128)(extent - 1) * tensor.Strides[axis];
            if (step > Most || last > Most)
                throw file.Damaged($"the tensor {name} reaches beyond its storage");
        }
        // The pickle's count of the storage's numbers is what the file must hold; views keep to it.
        long held = Math.Min(storage.Length, tensor.Storage.Count * tensor.Storage.Type.Size());
        if (!isEmpty && last >= held / size)
            throw file.Damaged($"the tensor {name} reaches beyond its storage");
        (first, span) = isEmpty ? (0, 0) : (tensor.Offset * size, ((long)last - tensor.Offset + 1) * size);
        if (!isRowMajor && span > MostGathered)
            throw new WeightsException(
                $"{file.Name} cannot be read: the tensor {name} is not row-major, and too large to be put in order; save it after " +
                ".contiguous().");
    }

    /// <summary>The bytes that are read to put the numbers in order; 0 for a tensor that is stored row by row.</summary>
    public long Gathered => isRowMajor ? 0 : span;

    /// <summary>Reads bytes of the row-major numbers.</summary>
    /// <param name="start">The first, counted from the tensor's; a multiple of its numbers' size.</param>
    /// <param name="destination">Takes the bytes.</param>
    /// <param name="gathered">Keeps what was read of a tensor that is not row-major, for the next part of it.</param>
    public void Read(long start, Span<byte> destination, ref (TensorView? View, byte[] Bytes) gathered)
    {
        if (isRowMajor)
        {
            storage.Read(first + start, destination);
            return;
        }
        if (gathered.View != this)
        {
            byte[] bytes = new byte[span];
            storage.Read(first, bytes);
            gathered = (this, bytes);
        }
        switch (size)
        {
            case 8: Gather<ulong>(gathered.Bytes, start, destination); break;
            case 4: Gather<uint>(gathered.Bytes, start, destination); break;
            case 2: Gather<ushort>(gathered.Bytes, start, destination); break;
            default: Gather<byte>(gathered.Bytes, start, destination); break;
        }
    }

    void Gather<T>(byte[] from, long start, Span<byte> to) where T : unmanaged
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(from);
        Span<T> destination = MemoryMarshal.Cast<byte, T>(to);
        int axes = tensor.Shape.Length;
        Span<long> index = stackalloc long[axes];
        long at = 0, rest = start / size;
        for (int axis = axes - 1; axis >= 0; axis--)
        {
            (rest, index[axis]) = Math.DivRem(rest, tensor.Shape[axis]);
            at += index[axis] * tensor.Strides[axis];
        }
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = source[(int)at];
            // Steps to the next index, row-major.
            for (int axis = axes - 1; axis >= 0; axis--)
            {
                at += tensor.Strides[axis];
                if (++index[axis] < tensor.Shape[axis])
                    break;
                at -= index[axis] * tensor.Strides[axis];
                index[axis] = 0;
            }
        }
    }
}
