namespace LiVOS.Studio.Insight;

/// <summary>A picture of something that the network computes.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Equation">How it comes to be, as docs/network.md has it.</param>
/// <param name="Text">How to read it.</param>
/// <param name="Pictures">The pictures, one or several.</param>
public sealed record Panel(string Title, string Equation, string Text, IReadOnlyList<Raster> Pictures);

/// <summary>A small picture.</summary>
/// <param name="Name">What it shows among the others of its panel; empty where it is the only one.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Rgb">[height, width, 3]: from 0 to 255.</param>
public sealed record Raster(string Name, int Width, int Height, byte[] Rgb);
