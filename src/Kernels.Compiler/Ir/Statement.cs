using System.Collections.Generic;

namespace LiVOS.Kernels.Compiler.Ir;

/// <summary>A step of a kernel.</summary>
internal abstract record Statement;

/// <summary>Statements in a scope of their own.</summary>
/// <param name="Statements">The statements, in order.</param>
/// <param name="Origin">The C# method whose body was inlined here, e.g. <c>RegisterTile.Multiply</c>; null for a plain scope.</param>
internal sealed record Block(IReadOnlyList<Statement> Statements, string? Origin = null) : Statement;

/// <summary>A variable begins; without a value it is undefined.</summary>
internal sealed record Declare(Variable Variable, Expression? Initial = null) : Statement;

/// <summary>A variable gets a value.</summary>
internal sealed record Assign(Variable Variable, Expression Value) : Statement;

/// <summary>Writes one element of memory, or for a vector as many consecutive elements as it has lanes. Floats become the nearest halves where the memory has
/// those.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Index">The first element.</param>
/// <param name="Value">The value.</param>
/// <param name="IsAligned">As of a <see cref="Load"/>.</param>
internal sealed record Store(Memory Memory, Expression Index, Expression Value, bool IsAligned = false) : Statement;

/// <summary>Adds to an element that other items may add to at the same time.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Index">The element.</param>
/// <param name="Value">The addend: an int or a float.</param>
/// <param name="Before">Receives the previous value; null if it is not used.</param>
internal sealed record AtomicAdd(Memory Memory, Expression Index, Expression Value, Variable? Before) : Statement;

/// <summary>Every item of a warp reads the value of another lane.</summary>
/// <param name="Result">Receives the value.</param>
/// <param name="Value">This item's value.</param>
/// <param name="Lane">The lane that it reads: from 0 to the warp's size less 1.</param>
internal sealed record Shuffle(Variable Result, Expression Value, Expression Lane) : Statement;

/// <summary>Loads four matrices from shared memory into a warp. Every item gives the address of one row, 16 bytes, and receives a part of
/// each matrix.</summary>
/// <param name="Results">Receive the parts: four uints.</param>
/// <param name="Memory">Shared memory, of elements of 4 bytes.</param>
/// <param name="Row">The row's first element.</param>
internal sealed record LoadMatrices(IReadOnlyList<Variable> Results, Memory Memory, Expression Row) : Statement;

/// <summary>A warp adds the product of two small matrices to a third. The language's <c>TensorCore</c> documents the part of each
/// item.</summary>
/// <param name="Kind">The types of the operands.</param>
/// <param name="Result">Receives the item's part of the sums: 4 floats.</param>
/// <param name="Left">The item's part of the left matrix: four uints.</param>
/// <param name="Right">Its part of the right one: two uints.</param>
/// <param name="Sums">Its part of the third matrix.</param>
internal sealed record MultiplyMatrices(
    MatrixKind Kind, Variable Result, IReadOnlyList<Expression> Left, IReadOnlyList<Expression> Right, Expression Sums) : Statement;

/// <summary>The numbers that <see cref="MultiplyMatrices"/> multiplies.</summary>
internal enum MatrixKind
{
    /// <summary>[16, 16] and [16, 8] of halves, two in a uint.</summary>
    Halves,

    /// <summary>[16, 8] and [8, 8] of floats with 10 bits behind the point.</summary>
    Tf32,
}

/// <summary>Begins to copy 16 bytes from a buffer to shared memory, or to write zeros there where there is nothing to copy.</summary>
internal sealed record BeginCopy(Memory From, Expression FromIndex, Memory To, Expression ToIndex, Expression Exists) : Statement;

/// <summary>Begins a memory which is one of two buffers.</summary>
internal sealed record ChooseBuffer(Memory Result, Memory First, Memory Second, Expression TakesSecond) : Statement;

/// <summary>Makes the copies begun since the last one a batch.</summary>
internal sealed record CommitCopies : Statement;

/// <summary>Waits until no more than <paramref name="Pending"/> of the item's batches are under way.</summary>
internal sealed record WaitForCopies(int Pending) : Statement;

/// <summary>One of two branches.</summary>
internal sealed record If(Expression Condition, Block Then, Block? Else) : Statement;

/// <summary>C's <c>for</c>: a <see cref="Continue"/> goes to the steps.</summary>
/// <param name="Initial">Declarations and assignments before the loop, in its scope.</param>
/// <param name="Condition">Looked at before each turn; null for a loop that only breaks end.</param>
/// <param name="Steps">Assignments after each turn.</param>
/// <param name="Body">The turn.</param>
internal sealed record For(IReadOnlyList<Statement> Initial, Expression? Condition, IReadOnlyList<Assign> Steps, Block Body) : Statement;

/// <summary>C's <c>do while</c>.</summary>
internal sealed record DoWhile(Block Body, Expression Condition) : Statement;

/// <summary>Leaves the innermost loop.</summary>
internal sealed record Break : Statement;

/// <summary>Goes to the next turn of the innermost loop.</summary>
internal sealed record Continue : Statement;

/// <summary>Ends this item's run of the kernel. Inlined methods have none: theirs become branches.</summary>
internal sealed record Return : Statement;

/// <summary>Waits for all items of the group. After it, their writes to shared memory and buffers are visible.</summary>
internal sealed record Barrier : Statement;
