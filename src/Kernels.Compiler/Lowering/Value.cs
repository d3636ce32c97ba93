using System.Collections.Generic;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>The value of a C# expression.</summary>
internal abstract record Value
{
    /// <summary>Of a call that returns nothing.</summary>
    public static readonly Value None = new StructValue([]);
}

/// <summary>A number, a truth value or a vector.</summary>
internal sealed record ScalarValue(Expression Expression) : Value;

/// <summary>An <c>ArrayView</c>: the elements of a memory from an offset on.</summary>
internal sealed record ViewValue(Memory Memory, Expression Offset) : Value;

/// <summary>A struct, or a tuple, taken apart into its fields.</summary>
internal sealed record StructValue(IReadOnlyList<Value> Fields) : Value;
