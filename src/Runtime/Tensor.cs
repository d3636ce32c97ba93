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

    /// <summary>A part of another tensor, from element <paramref name="first"/> on.</summary>
    private protected Tensor(Tensor whole, long first, Shape shape) : this(whole.Name, shape, whole.ElementSize)
    {
        (_whole, _offset) = (whole.Whole, first * ElementSize + (whole._whole is null ? 0 : whole._offset));
        (IsIntermediate, InHalves) = (whole.IsIntermediate, whole.InHalves);
    }

    /// <summary>A name for reports, usually that of the module that computes it.</summary>
    public string Name { get; }

    /// <summary>Its extents.</summary>
    public Shape Shape { get; }

    /// <summary>Its size in memory.</summary>
    public long Bytes { get; }

    /// <summary>Whether it is an intermediate tensor: it lives in the plan's arena, for part of a frame.</summary>
    public bool IsIntermediate { get; private protected init; }

    /// <summary>Whether memory holds its floats as halves (<see cref="Half"/>): half as many bytes, 10 bits behind the point, at most 65504. Kernels and the
    /// host read and write floats all the same.</summary>
    public bool InHalves { get; private protected init; }

    private int ElementSize => (int)(Bytes / Shape.Length);

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
    internal unsafe Tensor(string name, Shape shape, bool intermediate, bool inHalves = false) : base(name, shape, inHalves ? sizeof(Half) : sizeof(T))
    {
        if (inHalves && typeof(T) != typeof(float)) throw new ArgumentException($"The tensor '{name}' has no floats: they alone can be held as halves.");
        (IsIntermediate, InHalves) = (intermediate, inHalves);
    }

    private Tensor(Tensor<T> whole, long first, Shape shape) : base(whole, first, shape)
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
    public ArrayView<T> View => ViewOf<T>();

    /// <summary>This tensor, if memory holds its numbers as <typeparamref name="TElement"/>, which the kernel takes that it is passed to.</summary>
    /// <typeparam name="TElement">float, or <see cref="Half"/>.</typeparam>
    /// <exception cref="InvalidOperationException">It holds them otherwise.</exception>
    public Tensor<T> HeldAs<TElement>() where TElement : unmanaged => InHalves == (typeof(TElement) == typeof(Half))
        ? this
        : throw new InvalidOperationException(
            $"The tensor '{Name}' is held {(InHalves ? "as halves" : "as floats")}; the kernel takes {(InHalves ? "floats" : "halves")}.");

    /// <summary>The numbers as memory holds them, for kernels that run on the host.</summary>
    /// <typeparam name="TElement">The tensor's own type; <see cref="Half"/> where it is <see cref="Tensor.InHalves"/>.</typeparam>
    public unsafe ArrayView<TElement> ViewOf<TElement>() where TElement : unmanaged
    {
        HeldAs<TElement>();
        return new((TElement*)HostAddress, Shape.Length);
    }

    /// <summary>Copies <paramref name="source"/> to the tensor; it must have the tensor's length.</summary>
    public void Write(ReadOnlySpan<T> source)
    {
        RequireLength(source.Length);
        Write(0, source);
    }

    /// <summary>Copies the tensor to <paramref name="destination"/>, which must have the tensor's length.</summary>
    public void Read(Span<T> destination)
    {
        RequireLength(destination.Length);
        Read(0, destination);
    }

    /// <summary>Copies <paramref name="source"/> to the elements from number <paramref name="start"/> on.</summary>
    public unsafe void Write(long start, ReadOnlySpan<T> source)
    {
        RequireInside(start, source.Length);
        if (!InHalves)
        {
            Placed.Write(Offset + start * sizeof(T), MemoryMarshal.AsBytes(source));
            return;
        }

        var halves = new Half[source.Length];
        ReadOnlySpan<float> floats = MemoryMarshal.Cast<T, float>(source);
        for (int i = 0; i < halves.Length; i++) halves[i] = (Half)floats[i];
        Placed.Write(Offset + start * sizeof(Half), MemoryMarshal.AsBytes<Half>(halves));
    }

    /// <summary>Copies the elements from number <paramref name="start"/> on to <paramref name="destination"/>.</summary>
    public unsafe void Read(long start, Span<T> destination)
    {
        RequireInside(start, destination.Length);
        if (!InHalves)
        {
            Placed.Read(Offset + start * sizeof(T), MemoryMarshal.AsBytes(destination));
            return;
        }

        var halves = new Half[destination.Length];
        Placed.Read(Offset + start * sizeof(Half), MemoryMarshal.AsBytes<Half>(halves));
        Span<float> floats = MemoryMarshal.Cast<T, float>(destination);
        for (int i = 0; i < halves.Length; i++) floats[i] = (float)halves[i];
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
