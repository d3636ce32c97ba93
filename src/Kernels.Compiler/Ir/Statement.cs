using System.Collections.Generic;

namespace LiVOS.Kernels.Compiler.Ir;

/// <summary>A step of a kernel.</summary>
internal abstract record Statement;

/// <summary>Statements in a scope of their own.</summary>
/// <param name="Statements">The statements, in order.</param>
/// <param name="Origin">The C# method whose body was inlined here, e.g. <c>Tile.Multiply</c>; null for a plain scope.</param>
internal sealed record Block(IReadOnlyList<Statement> Statements, string? Origin = null) : Statement;

/// <summary>A variable begins; without a value it is undefined.</summary>
internal sealed record Declare(Variable Variable, Expression? Initial = null) : Statement;

/// <summary>A variable gets a value.</summary>
internal sealed record Assign(Variable Variable, Expression Value) : Statement;

/// <summary>Writes one element or, of a vector's value, as many consecutive ones as it has lanes, at any alignment.</summary>
internal sealed record Store(Memory Memory, Expression Index, Expression Value) : Statement;

/// <summary>Adds to an element that other items may add to at the same time.</summary>
/// <param name="Memory">Where the element lies.</param>
/// <param name="Index">The element.</param>
/// <param name="Value">What is added: an int or a float.</param>
/// <param name="Before">Gets what was there before; null where nobody asks.</param>
internal sealed record AtomicAdd(Memory Memory, Expression Index, Expression Value, Variable? Before) : Statement;

/// <summary>Every item of a warp gives a value and gets that of another lane.</summary>
/// <param name="Result">Gets the value.</param>
/// <param name="Value">What this item gives.</param>
/// <param name="Lane">The lane whose value it gets: from 0 to the warp's size less 1.</param>
internal sealed record Shuffle(Variable Result, Expression Value, Expression Lane) : Statement;

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

/// <summary>Waits for all items of the group; what they wrote to shared memory and buffers is seen after it.</summary>
internal sealed record Barrier : Statement;
