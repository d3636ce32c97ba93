namespace LiVOS.Kernels.Compiler.Ir;

/// <summary>A scalar argument of the kernel, or a local variable. Its identity is the object: two may have the same name, and a renderer
/// renames one if both are in scope.</summary>
/// <param name="name">The name that it has in C#; a struct's field is <c>struct_Field</c>.</param>
/// <param name="type">Its type.</param>
internal sealed class Variable(string name, IrType type)
{
    public string Name { get; } = name;

    public IrType Type { get; } = type;
}

/// <summary>Where elements lie.</summary>
internal enum MemorySpace
{
    /// <summary>A tensor's memory, which all items of all groups see.</summary>
    Buffer,

    /// <summary>An array of constant length that the items of a group share.</summary>
    Shared,

    /// <summary>The array that the items of a group share and whose length the launch chooses.</summary>
    DynamicShared,
}

/// <summary>Memory that a kernel indexes. Its identity is the object.</summary>
/// <param name="name">The name that it has in C#.</param>
/// <param name="element">The type of one element.</param>
/// <param name="space">Where it lies.</param>
/// <param name="length">The number of elements of a <see cref="MemorySpace.Shared"/> array; 0 for others.</param>
internal sealed class Memory(string name, Scalar element, MemorySpace space, int length = 0)
{
    private Memory? _bits;

    public string Name { get; } = name;

    public Scalar Element { get; } = element;

    public MemorySpace Space { get; } = space;

    public int Length { get; } = length;

    /// <summary>The memory behind views of the elements' bits, while C# is lowered. The IR itself names only the memory.</summary>
    public Memory Bits => _bits ??= new(Name, Scalar.UInt, Space, Length) { Whole = this };

    /// <summary>Of <see cref="Bits"/>: the memory that they are of; null for others.</summary>
    public Memory? Whole { get; private set; }
}
