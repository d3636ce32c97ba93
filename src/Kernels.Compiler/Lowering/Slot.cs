using System.Collections.Generic;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>What a C# local or parameter became.</summary>
internal abstract class Slot;

/// <summary>A local or parameter that nobody assigns, and whose value takes no variable.</summary>
internal sealed class FixedSlot(Value value) : Slot
{
    public Value Value { get; } = value;
}

/// <summary>A variable.</summary>
internal sealed class ScalarSlot(Variable variable) : Slot
{
    public Variable Variable { get; } = variable;
}

/// <summary>A view whose offset is a variable. Its memory is that of the first view that it gets.</summary>
internal sealed class ViewSlot(string name, Variable offset, Memory? memory) : Slot
{
    public string Name { get; } = name;

    public Variable Offset { get; } = offset;

    public Memory? Memory { get; set; } = memory;
}

/// <summary>A struct, field by field.</summary>
internal sealed class StructSlot(IReadOnlyList<Slot> fields) : Slot
{
    public IReadOnlyList<Slot> Fields { get; } = fields;
}

/// <summary>A local whose declaration was refused: who uses it is refused without another word.</summary>
internal sealed class RefusedSlot : Slot;

/// <summary>What can be assigned.</summary>
internal abstract record Target;

/// <summary>A local, a parameter, or a field of one.</summary>
internal sealed record SlotTarget(Slot Slot) : Target;

/// <summary>An element of memory.</summary>
internal sealed record ElementTarget(Memory Memory, Expression Index) : Target;

/// <summary>The discard <c>_</c>.</summary>
internal sealed record DiscardTarget : Target;
