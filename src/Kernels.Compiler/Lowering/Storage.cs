using System.Collections.Generic;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>The storage of a C# local or parameter.</summary>
internal abstract class Storage;

/// <summary>A local or parameter that is never assigned, and whose value needs no variable.</summary>
internal sealed class FixedStorage(Value value) : Storage
{
    public Value Value { get; } = value;
}

/// <summary>A variable.</summary>
internal sealed class ScalarStorage(Variable variable) : Storage
{
    public Variable Variable { get; } = variable;
}

/// <summary>A view whose offset is a variable. Its memory is that of the first view that it gets.</summary>
internal sealed class ViewStorage(string name, Variable offset, Memory? memory) : Storage
{
    public string Name { get; } = name;

    public Variable Offset { get; } = offset;

    public Memory? Memory { get; set; } = memory;
}

/// <summary>A struct, field by field.</summary>
internal sealed class StructStorage(IReadOnlyList<Storage> fields) : Storage
{
    public IReadOnlyList<Storage> Fields { get; } = fields;
}

/// <summary>A local whose declaration was refused: who uses it is refused without another word.</summary>
internal sealed class RefusedStorage : Storage;

/// <summary>Storage that can be assigned.</summary>
internal abstract record Target;

/// <summary>A local, a parameter, or a field of one.</summary>
internal sealed record SlotTarget(Storage Storage) : Target;

/// <summary>An element of memory.</summary>
internal sealed record ElementTarget(Memory Memory, Expression Index) : Target;

/// <summary>The discard <c>_</c>.</summary>
internal sealed record DiscardTarget : Target;
