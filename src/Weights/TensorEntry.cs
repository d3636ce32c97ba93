using System.Collections.Immutable;

namespace LiVOS.Weights;

/// <summary>One tensor of a weight file: what it is called, what it looks like and where it stands.</summary>
/// <param name="name">The name in the checkpoint, such as <c>image_encoder.conv1.weight</c>.</param>
/// <param name="type">The type of its elements.</param>
/// <param name="shape">Its extents, outermost first; empty for a single number.</param>
/// <param name="offset">Where its bytes begin, in the terms of the source that lists it.</param>
public sealed class TensorEntry(string name, DataType type, ImmutableArray<long> shape, long offset = 0)
{
    /// <summary>The name in the checkpoint, such as <c>image_encoder.conv1.weight</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The type of its elements.</summary>
    public DataType Type { get; } = type;

    /// <summary>Its extents, outermost first; empty for a single number.</summary>
    public ImmutableArray<long> Shape { get; } = shape;

    /// <summary>Where its bytes begin, in the terms of the source that lists it (for safetensors: in the file).</summary>
    public long Offset { get; } = offset;

    /// <summary>How many numbers it holds.</summary>
    public long Count { get; } = TryCount(shape, out long count)
        ? count
        : throw new WeightsException($"The tensor {name} claims the impossible shape {shape.ToShapeText()}.");

    /// <summary>How many bytes those numbers take.</summary>
    public long Length => Count * Type.Size();

    /// <summary>The name, type and shape, for messages.</summary>
    public override string ToString() => $"{Name} {Type.Name()} {Shape.ToShapeText()}";

    /// <summary>The product of the extents; false where one is negative or the bytes of so many numbers could not be counted.</summary>
    internal static bool TryCount(ImmutableArray<long> shape, out long count)
    {
        const long most = long.MaxValue / 16;
        count = 1;
        foreach (long extent in shape)
        {
            if (extent < 0 || (extent > 0 && count > most / extent))
                return false;
            count *= extent;
        }
        return true;
    }
}

/// <summary>Shapes as messages show them.</summary>
public static class ShapeText
{
    /// <summary>Writes a shape as <c>[64, 3, 7, 7]</c>.</summary>
    public static string ToShapeText(this ImmutableArray<long> shape) => $"[{string.Join(", ", shape)}]";
}
