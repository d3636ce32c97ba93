using System.Collections.Generic;
using System.Linq;

namespace LiVOS.Kernels.Compiler.Ir;

/// <summary>Visits the parts of statements and expressions.</summary>
internal static class IrVisitor
{
    /// <summary>An expression and all that it is made of.</summary>
    public static IEnumerable<Expression> All(this Expression expression) => new[] { expression }.Concat(expression.Operands().SelectMany(All));

    /// <summary>A statement and all that stand inside it.</summary>
    public static IEnumerable<Statement> All(this Statement statement) => new[] { statement }.Concat(statement.Inside().SelectMany(All));

    /// <summary>The number of operations in statements.</summary>
    public static int Operations(this IEnumerable<Statement> statements) =>
        statements.SelectMany(All).Sum(statement => 1 + statement.Expressions().Sum(expression => expression.All().Count()));

    /// <summary>The statements directly inside a statement: those of its branches and loop bodies, not the blocks that hold them.</summary>
    public static IEnumerable<Statement> Inside(this Statement statement) => statement switch
    {
        Block block => block.Statements,
        If { Else: null } branch => branch.Then.Statements,
        If branch => branch.Then.Statements.Concat(branch.Else!.Statements),
        For loop => loop.Initial.Concat(loop.Body.Statements).Concat(loop.Steps),
        DoWhile loop => loop.Body.Statements,
        _ => [],
    };

    /// <summary>The expressions that a statement computes, without those of the statements inside it.</summary>
    public static IEnumerable<Expression> Expressions(this Statement statement) => statement switch
    {
        Declare { Initial: { } initial } => [initial],
        Assign assign => [assign.Value],
        Store store => [store.Index, store.Value],
        AtomicAdd atomic => [atomic.Index, atomic.Value],
        Shuffle shuffle => [shuffle.Value, shuffle.Lane],
        LoadMatrices load => [load.Row],
        MultiplyMatrices multiply => [.. multiply.Left, .. multiply.Right, multiply.Sums],
        BeginCopy copy => [copy.FromIndex, copy.ToIndex, copy.Exists],
        ChooseBuffer choice => [choice.TakesSecond],
        If branch => [branch.Condition],
        For { Condition: { } condition } => [condition],
        DoWhile loop => [loop.Condition],
        _ => [],
    };

    /// <summary>The variables that a statement, without those inside it, gives values after they began.</summary>
    public static IEnumerable<Variable> Assigned(this Statement statement) => statement switch
    {
        Assign assign => [assign.Variable],
        AtomicAdd { Before: { } before } => [before],
        Shuffle shuffle => [shuffle.Result],
        LoadMatrices load => load.Results,
        MultiplyMatrices multiply => [multiply.Result],
        _ => [],
    };

    private static IEnumerable<Expression> Operands(this Expression expression) => expression switch
    {
        Load load => [load.Index],
        Unary unary => [unary.Operand],
        Binary binary => [binary.Left, binary.Right],
        Conversion conversion => [conversion.Operand],
        Splat splat => [splat.Operand],
        VectorOf vector => vector.Lanes,
        LaneOf lane => [lane.Vector],
        Select select => [select.Condition, select.WhenTrue, select.WhenFalse],
        Call call => call.Arguments,
        _ => [],
    };
}
