using System.Runtime.InteropServices;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime;

/// <summary>A named array in device memory: what launches read and write.</summary>
public abstract class Tensor
{
    private protected Tensor(string name, Shape shape, int elementSize)
    {
        if (shape.Length is < 1 or > int.MaxValue)
            throw new ArgumentException($"The tensor '{name}' would have {shape} elements; kernels index at most {int.MaxValue}.");
        Name = name;
        Shape = shape;
        Bytes = shape.Length * elementSize;
    }

    /// <summary>What it holds, for people: the module that computes it, mostly.</summary>
    public string Name { get; }

    /// <summary>Its extents.</summary>
    public Shape Shape { get; }

    /// <summary>Its size in memory.</summary>
    public long Bytes { get; }

    /// <summary>Whether the plan's arena holds it, for part of a frame only.</summary>
    public bool IsTemporary { get; private protected init; }

    /// <summary>Where it lies; null until the plan has placed it.</summary>
    internal DeviceBuffer? Buffer { get; private set; }

    /// <summary>Its first byte in <see cref="Buffer"/>.</summary>
    internal long Offset { get; private set; }

    internal void Place(DeviceBuffer buffer, long offset)
    {
        Buffer = buffer;
        Offset = offset;
    }

    /// <summary>The address of its first byte where the host can reach it.</summary>
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
    internal unsafe Tensor(string name, Shape shape, bool temporary) : base(name, shape, sizeof(T)) => IsTemporary = temporary;

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

    /// <summary>The first objects of this tensor, in the same memory.</summary>
    public Tensor<T> First(int objects)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(objects, Shape.Objects);
        if (IsTemporary) throw new InvalidOperationException($"The temporary tensor '{Name}' cannot be shared in parts: its life would be lost.");
        var part = new Tensor<T>(Name, Shape with { Objects = objects }, temporary: false);
        if (Buffer is not null) part.Place(Buffer, Offset);
        return part;
    }

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
        if (start < 0 || start + length > Shape.Length)
            throw new ArgumentException($"The tensor '{Name}' has {Shape.Length} elements ({Shape}), not {start + length}.");
    }

    private void RequireLength(int length)
    {
        if (length != Shape.Length) throw new ArgumentException($"The tensor '{Name}' has {Shape.Length} elements ({Shape}), not {length}.");
    }
}
