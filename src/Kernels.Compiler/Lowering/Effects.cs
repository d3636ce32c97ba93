using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>What statements change: who holds an expression across them asks whether its value can be another after them. Any two memories
/// may be the same, because tensors share buffers.</summary>
internal sealed class Effects
{
    private readonly HashSet<Variable> _assigned = [];
    private bool _memory;

    /// <summary>The effects of the statements from number <paramref name="first"/> on.</summary>
    public static Effects Of(IReadOnlyList<Statement> statements, int first)
    {
        var effects = new Effects();
        for (int i = first; i < statements.Count; i++) effects.Add(statements[i]);
        return effects;
    }

    /// <summary>Whether the value of an expression may change.</summary>
    public bool Change(Expression expression) => Expressions.All(expression).Any(part => part switch
    {
        Read read => _assigned.Contains(read.Variable),
        Load => _memory,
        _ => false,
    });

    private void Add(Statement statement)
    {
        switch (statement)
        {
            case Assign assign:
                _assigned.Add(assign.Variable);
                break;
            case AtomicAdd atomic:
                _memory = true;
                if (atomic.Before is { } before) _assigned.Add(before);
                break;
            case Shuffle shuffle:
                _assigned.Add(shuffle.Result);
                break;
            case Store or Ir.Barrier:
                _memory = true;
                break;
        }

        foreach (Statement inner in Expressions.Inside(statement)) Add(inner);
    }
}

/// <summary>Walks over expressions and statements.</summary>
internal static class Expressions
{
    /// <summary>An expression and all that it is made of.</summary>
    public static IEnumerable<Expression> All(Expression expression) => new[] { expression }.Concat(PartsOf(expression).SelectMany(All));

    /// <summary>The number of operations in statements.</summary>
    public static int Count(IEnumerable<Statement> statements) =>
        statements.Sum(statement => 1 + In(statement).Sum(expression => All(expression).Count()) + Count(Inside(statement)));

    /// <summary>The statements directly inside a statement.</summary>
    public static IEnumerable<Statement> Inside(Statement statement) => statement switch
    {
        Block block => block.Statements,
        If { Else: null } branch => branch.Then.Statements,
        If branch => branch.Then.Statements.Concat(branch.Else!.Statements),
        For loop => loop.Initial.Concat(loop.Steps).Concat(loop.Body.Statements),
        DoWhile loop => loop.Body.Statements,
        _ => [],
    };

    private static IEnumerable<Expression> In(Statement statement) => statement switch
    {
        Declare { Initial: { } initial } => [initial],
        Assign assign => [assign.Value],
        Store store => [store.Index, store.Value],
        AtomicAdd atomic => [atomic.Index, atomic.Value],
        Shuffle shuffle => [shuffle.Value, shuffle.Lane],
        If branch => [branch.Condition],
        For { Condition: { } condition } => [condition],
        DoWhile loop => [loop.Condition],
        _ => [],
    };

    private static IEnumerable<Expression> PartsOf(Expression expression) => expression switch
    {
        Load load => [load.Index],
        Unary unary => [unary.Operand],
        Binary binary => [binary.Left, binary.Right],
        Conversion conversion => [conversion.Operand],
        Splat splat => [splat.Operand],
        Select select => [select.Condition, select.WhenTrue, select.WhenFalse],
        Call call => call.Arguments,
        _ => [],
    };
}
