using System;
using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>What a kernel does with its memory and its variables.</summary>
internal sealed class KernelUse
{
    private readonly List<Memory> _memories = [];
    private readonly HashSet<Memory> _written = [];

    public KernelUse(Statement body) => Walk(body, Visit, Visit);

    /// <summary>The memories that it reads or writes, in the order of their first use.</summary>
    public IReadOnlyList<Memory> Memories => _memories;

    /// <summary>The shared arrays of constant length.</summary>
    public IEnumerable<Memory> Shared => _memories.Where(memory => memory.Space == MemorySpace.Shared);

    /// <summary>What stands for the array whose length the launch chooses: all are the same array.</summary>
    public IReadOnlyList<Memory> Dynamic => [.. _memories.Where(memory => memory.Space == MemorySpace.DynamicShared)];

    /// <summary>Whether it writes to a memory.</summary>
    public bool Writes(Memory memory) => _written.Contains(memory);

    /// <summary>The variables that get values after they begin.</summary>
    public static HashSet<Variable> Assigned(Statement statement)
    {
        HashSet<Variable> assigned = [];
        Walk(statement, part =>
        {
            Variable? variable = part switch
            {
                Assign assign => assign.Variable,
                AtomicAdd add => add.Before,
                Shuffle shuffle => shuffle.Result,
                _ => null,
            };
            if (variable is not null) assigned.Add(variable);
        }, _ => { });
        return assigned;
    }

    private void Visit(Statement statement)
    {
        if (statement is Store store) Write(store.Memory);
        if (statement is AtomicAdd add) Write(add.Memory);
    }

    private void Visit(Expression expression)
    {
        if (expression is Load load) Touch(load.Memory);
    }

    private void Write(Memory memory)
    {
        Touch(memory);
        _written.Add(memory);
    }

    private void Touch(Memory memory)
    {
        if (!_memories.Contains(memory)) _memories.Add(memory);
    }

    private static void Walk(Statement statement, Action<Statement> onStatement, Action<Expression> onExpression)
    {
        onStatement(statement);
        foreach (Expression? expression in Expressions(statement))
        {
            if (expression is not null) Walk(expression, onExpression);
        }

        foreach (Statement part in Parts(statement)) Walk(part, onStatement, onExpression);
    }

    private static void Walk(Expression expression, Action<Expression> onExpression)
    {
        onExpression(expression);
        foreach (Expression operand in Operands(expression)) Walk(operand, onExpression);
    }

    private static IEnumerable<Statement> Parts(Statement statement) => statement switch
    {
        Block block => block.Statements,
        If { Else: { } otherwise } choice => [choice.Then, otherwise],
        If choice => [choice.Then],
        For loop => [.. loop.Initial, loop.Body, .. loop.Steps],
        DoWhile loop => [loop.Body],
        _ => [],
    };

    private static IEnumerable<Expression?> Expressions(Statement statement) => statement switch
    {
        Declare declare => [declare.Initial],
        Assign assign => [assign.Value],
        Store store => [store.Index, store.Value],
        AtomicAdd add => [add.Index, add.Value],
        Shuffle shuffle => [shuffle.Value, shuffle.Lane],
        If choice => [choice.Condition],
        For loop => [loop.Condition],
        DoWhile loop => [loop.Condition],
        _ => [],
    };

    private static IEnumerable<Expression> Operands(Expression expression) => expression switch
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
