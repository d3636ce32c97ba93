namespace LiVOS.Runtime;

/// <summary>The extents of a tensor, in memory order: objects, height, width, channels (NHWC).</summary>
/// <param name="Objects">The number of objects; 1 where all objects share the tensor.</param>
/// <param name="Height">Rows of positions.</param>
/// <param name="Width">Positions in a row.</param>
/// <param name="Channels">Channels of a position, consecutive in memory.</param>
public readonly record struct Shape(int Objects, int Height, int Width, int Channels)
{
    /// <summary>The number of positions of one object.</summary>
    public int Positions => checked(Height * Width);

    /// <summary>The number of positions of all objects together.</summary>
    public int Rows => checked(Objects * Height * Width);

    /// <summary>The number of elements.</summary>
    public long Length => (long)Objects * Height * Width * Channels;

    /// <summary>The same positions with another number of channels.</summary>
    public Shape WithChannels(int channels) => this with { Channels = channels };

    /// <summary>A vector of <paramref name="channels"/> for each object.</summary>
    public static Shape Vector(int channels, int objects = 1) => new(objects, 1, 1, channels);

    /// <summary>A matrix of <paramref name="rows"/> x <paramref name="channels"/> for each object.</summary>
    public static Shape Matrix(int rows, int channels, int objects = 1) => new(objects, 1, rows, channels);

    /// <inheritdoc/>
    public override string ToString() => $"{Objects}x{Height}x{Width}x{Channels}";
}
