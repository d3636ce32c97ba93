using System;
using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>Renders statements: structure becomes labels and branches.</summary>
internal sealed class PtxStatements(PtxText text, PtxRegisters registers, PtxMemory memory, PtxExpressions expressions)
{
    private readonly Stack<(string Next, string End)> _loops = new();
    private readonly PtxWarps _warps = new(text, registers, expressions);

    /// <summary>Statements in the scope that is open.</summary>
    public void Render(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements) Render(statement);
    }

    private void Render(Statement statement)
    {
        switch (statement)
        {
            case Block block:
                if (block.Origin is not null) text.Line("// " + block.Origin);
                Inside(block, isIndented: block.Origin is not null);
                break;
            case Declare declare:
                Declare(declare);
                break;
            case Assign assign:
                expressions.Render(assign.Value, registers.Of(assign.Variable));
                break;
            case Store store:
                // C# looks at the place first, then at the value.
                PtxAddress place = expressions.Address(store.Memory, store.Index);
                bool inRegisters = store.IsAligned || store.Memory.Element == Scalar.Half;
                memory.Store(store.Memory, place, store.IsAligned, inRegisters ? expressions.Registers(store.Value) : expressions.Render(store.Value));
                break;
            case AtomicAdd add:
                Render(add);
                break;
            case Shuffle shuffle:
                string[] operands = [expressions.Register(shuffle.Value), expressions.Scalar(shuffle.Lane), "31", "-1"];
                text.Make("shfl.sync.idx.b32", "f32", registers.Of(shuffle.Result)[0], operands);
                break;
            case LoadMatrices load:
                _warps.Render(load);
                break;
            case MultiplyMatrices multiply:
                _warps.Render(multiply);
                break;
            case BeginCopy copy:
                _warps.Render(copy);
                break;
            case ChooseBuffer either:
                _warps.Render(either);
                break;
            case CommitCopies:
                text.Line("cp.async.commit_group;");
                break;
            case WaitForCopies wait:
                text.Line($"cp.async.wait_group {wait.Pending};");
                break;
            case If choice:
                Render(choice);
                break;
            case For loop:
                Render(loop);
                break;
            case DoWhile loop:
                Render(loop);
                break;
            case Break:
                text.Jump(_loops.Peek().End);
                break;
            case Continue:
                text.Jump(_loops.Peek().Next);
                break;
            case Return:
                text.Line("ret;");
                break;
            case Ir.Barrier:
                text.Line("bar.sync 0;");
                break;
            default:
                throw new NotSupportedException($"PTX has no {statement.GetType().Name}.");
        }
    }

    private void Declare(Declare declare)
    {
        IrType type = declare.Variable.Type;
        string[] variable = registers.Declare(declare.Variable, declare.Variable.Name, PtxTypes.Register(type.Element), type.Lanes);
        if (declare.Initial is not null) expressions.Render(declare.Initial, variable);
    }

    private void Render(AtomicAdd add)
    {
        string type = PtxTypes.Number(add.Memory.Element), place = $"{PtxMemory.Space(add.Memory)}.add.{type}";
        PtxAddress address = expressions.Address(add.Memory, add.Index);
        string value = expressions.Register(add.Value);
        if (add.Before is null) text.Do("red." + place, address.Plus(0), value);
        else text.Make("atom." + place, PtxTypes.Register(add.Memory.Element), registers.Of(add.Before)[0], address.Plus(0), value);
    }

    private void Render(If choice)
    {
        if (choice.Else is null && Exit(choice.Then) is { } exit)
        {
            expressions.Jump(exit, choice.Condition, true);
            return;
        }

        if (choice is { Else: null, Then: { Origin: null, Statements.Count: 1 } } && choice.Then.Statements[0] is Return
            && !PtxExpressions.IsLazy(choice.Condition))
        {
            text.Guarded("ret;", expressions.Register(choice.Condition), true);
            return;
        }

        string end = text.Label("if") + "$end", otherwise = choice.Else is null ? end : end.Replace("$end", "$else");
        expressions.Jump(otherwise, choice.Condition, false);
        Inside(choice.Then);
        if (choice.Else is not null)
        {
            if (choice.Then.Statements.LastOrDefault() is not (Break or Continue or Return)) text.Jump(end);
            text.Place(otherwise);
            Inside(choice.Else);
        }

        text.Place(end);
    }

    /// <summary>The label that a branch goes to where that is all it does.</summary>
    private string? Exit(Block block) => block is { Origin: null, Statements.Count: 1 }
        ? block.Statements[0] switch
        {
            Break => _loops.Peek().End,
            Continue => _loops.Peek().Next,
            _ => null,
        }
        : null;

    private void Render(For loop)
    {
        registers.Push();
        Render(loop.Initial);
        string counter = loop.Initial.OfType<Declare>().Select(declare => "_" + declare.Variable.Name).FirstOrDefault() ?? "";
        string begin = text.Label(loop.Initial.Count + loop.Steps.Count > 0 ? "for" + counter : "while");
        (string Next, string End) labels = (loop.Steps.Count > 0 ? begin + "$next" : begin, begin + "$end");
        text.Place(begin);
        if (loop.Condition is not null) expressions.Jump(labels.End, loop.Condition, false);
        _loops.Push(labels);
        Inside(loop.Body);
        _loops.Pop();
        if (loop.Steps.Count > 0) text.Place(labels.Next);
        text.Indent();
        Render(loop.Steps);
        text.Jump(begin);
        text.Outdent();
        text.Place(labels.End);
        registers.Pop();
    }

    private void Render(DoWhile loop)
    {
        string begin = text.Label("do");
        text.Place(begin);
        _loops.Push((begin + "$next", begin + "$end"));
        Inside(loop.Body);
        _loops.Pop();
        text.Place(begin + "$next");
        text.Indent();
        expressions.Jump(begin, loop.Condition, true);
        text.Outdent();
        text.Place(begin + "$end");
    }

    private void Inside(Block block, bool isIndented = true)
    {
        registers.Push();
        if (isIndented) text.Indent();
        Render(block.Statements);
        if (isIndented) text.Outdent();
        registers.Pop();
    }
}
