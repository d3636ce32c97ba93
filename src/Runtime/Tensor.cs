using System.Runtime.InteropServices;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime;

/// <summary>A named array in device memory, which launches read and write.</summary>
public abstract class Tensor
{
    private readonly Tensor? _whole;
    private DeviceBuffer? _buffer;
    private long _offset; // in the buffer; of a part, in the whole

    private protected Tensor(string name, Shape shape, int elementSize)
    {
        if (shape.Length is < 1 or > int.MaxValue)
            throw new ArgumentException($"The tensor '{name}' would have {shape} elements; kernels index at most {int.MaxValue}.");
        Name = name;
        Shape = shape;
        Bytes = shape.Length * elementSize;
    }

    /// <summary>A part of another tensor, from byte <paramref name="start"/> on.</summary>
    private protected Tensor(Tensor whole, long start, Shape shape, int elementSize) : this(whole.Name, shape, elementSize)
    {
        (_whole, _offset) = (whole.Whole, start + (whole._whole is null ? 0 : whole._offset));
        IsIntermediate = whole.IsIntermediate;
    }

    /// <summary>A name for reports, usually that of the module that computes it.</summary>
    public string Name { get; }

    /// <summary>Its extents.</summary>
    public Shape Shape { get; }

    /// <summary>Its size in memory.</summary>
    public long Bytes { get; }

    /// <summary>Whether it is an intermediate tensor: it lives in the plan's arena, for part of a frame.</summary>
    public bool IsIntermediate { get; private protected init; }

    /// <summary>The tensor that this is a part of, or this tensor itself.</summary>
    internal Tensor Whole => _whole ?? this;

    /// <summary>Its buffer; null until the plan is bound to memory.</summary>
    internal DeviceBuffer? Buffer => Whole._buffer;

    /// <summary>Its first byte in <see cref="Buffer"/>.</summary>
    internal long Offset => _whole is null ? _offset : _whole._offset + _offset;

    internal void Place(DeviceBuffer buffer, long offset)
    {
        _buffer = buffer;
        _offset = offset;
    }

    /// <summary>The address of its first byte, if the host can reach it.</summary>
    internal nint HostAddress => Placed.HostAddress + (nint)Offset;

    internal DeviceBuffer Placed =>
        Buffer ?? throw new InvalidOperationException($"The tensor '{Name}' belongs to a plan that has not been bound to memory.");

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";
}

/// <summary>A named array of <typeparamref name="T"/> in device memory.</summary>
/// <typeparam name="T">float, or int for labels.</typeparam>
public sealed class Tensor<T> : Tensor where T : unmanaged
{
    internal unsafe Tensor(string name, Shape shape, bool intermediate) : base(name, shape, sizeof(T)) => IsIntermediate = intermediate;

    private unsafe Tensor(Tensor<T> whole, long first, Shape shape) : base(whole, first * sizeof(T), shape, sizeof(T))
    {
    }

    /// <summary>A tensor in a buffer of the caller's, which must outlive it.</summary>
    /// <param name="buffer">Memory of the device that the tensor is used on.</param>
    /// <param name="name">A name for reports.</param>
    /// <param name="shape">Its extents, which must fit in the buffer.</param>
    public static Tensor<T> In(DeviceBuffer buffer, string name, Shape shape)
    {
        var tensor = new Tensor<T>(name, shape, intermediate: false);
        tensor.MoveTo(buffer);
        return tensor;
    }

    /// <summary>Moves a tensor that was created by <see cref="In"/> to another buffer, where later runs find it. Nothing is copied.</summary>
    public void MoveTo(DeviceBuffer buffer)
    {
        if (buffer.Bytes < Bytes) throw new ArgumentException($"The tensor '{Name}' has {Bytes} bytes ({Shape}), the buffer {buffer.Bytes}.", nameof(buffer));
        Place(buffer, 0);
    }

    /// <summary>The elements, for kernels that run on the host.</summary>
    public unsafe ArrayView<T> View => new((T*)HostAddress, Shape.Length);

    /// <summary>Copies <paramref name="source"/> to the tensor; it must have the tensor's length.</summary>
    public void Write(ReadOnlySpan<T> source)
    {
        RequireLength(source.Length);
        Placed.Write(Offset, MemoryMarshal.AsBytes(source));
    }

    /// <summary>Copies the tensor to <paramref name="destination"/>, which must have the tensor's length.</summary>
    public void Read(Span<T> destination)
    {
        RequireLength(destination.Length);
        Placed.Read(Offset, MemoryMarshal.AsBytes(destination));
    }

    /// <summary>Copies <paramref name="source"/> to the elements from number <paramref name="start"/> on.</summary>
    public unsafe void Write(long start, ReadOnlySpan<T> source)
    {
        RequireInside(start, source.Length);
        Placed.Write(Offset + start * sizeof(T), MemoryMarshal.AsBytes(source));
    }

    /// <summary>Copies the elements from number <paramref name="start"/> on to <paramref name="destination"/>.</summary>
    public unsafe void Read(long start, Span<T> destination)
    {
        RequireInside(start, destination.Length);
        Placed.Read(Offset + start * sizeof(T), MemoryMarshal.AsBytes(destination));
    }

    /// <summary>A view of some objects of this tensor. It shares the memory and the lifetime.</summary>
    /// <param name="first">The first object.</param>
    /// <param name="count">The number of objects.</param>
    public Tensor<T> Part(int first, int count)
    {
        if (first < 0 || count < 1 || first > Shape.Objects - count)
            throw new ArgumentOutOfRangeException(nameof(first), $"The tensor '{Name}' has {Shape.Objects} objects, not {first} + {count}.");
        return new(this, first * (Shape.Length / Shape.Objects), Shape with { Objects = count });
    }

    /// <summary>A view of some rows of a tensor of one object. It shares the memory and the lifetime.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    public Tensor<T> Band(int first, int count)
    {
        if (Shape.Objects != 1 || first < 0 || count < 1 || first > Shape.Height - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(first), $"The tensor '{Name}' has {Shape.Objects} objects of {Shape.Height} rows, not {first} + {count}.");
        }

        return new(this, (long)first * Shape.Width * Shape.Channels, Shape with { Height = count });
    }

    /// <summary>A view of the first objects of this tensor.</summary>
    public Tensor<T> First(int objects) => Part(0, objects);

    /// <summary>A copy of the elements.</summary>
    public T[] ToArray()
    {
        var elements = new T[Shape.Length];
        Read(elements);
        return elements;
    }

    /// <summary>Sets every bit to 0.</summary>
    public void Clear() => Placed.Clear(Offset, Bytes);

    private void RequireInside(long start, int length)
    {
        if (start < 0 || start > Shape.Length - length)
            throw new ArgumentException($"The tensor '{Name}' has {Shape.Length} elements ({Shape}), not {length} from number {start} on.");
    }

    private void RequireLength(int length)
    {
        if (length != Shape.Length) throw new ArgumentException($"The tensor '{Name}' has {Shape.Length} elements ({Shape}), not {length}.");
    }
}
