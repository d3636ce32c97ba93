namespace LiVOS.Runtime.Language;

/// <summary>
/// Says which extent the vectors of a kernel lie along, so that a launch need not: the vector's width divides it. A kernel without this attribute is
/// told at each launch what the width divides.
/// </summary>
/// <param name="extent">A sum, product or quotient of the kernel's own ints: <c>nameof(channels)</c>, <c>"channels / 2"</c>, <c>"shape.Values"</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VectorOverAttribute(string extent) : Attribute
{
    /// <summary>The extent, as an expression of the kernel's parameters.</summary>
    public string Extent { get; } = extent;
}
