using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Loops: short ones with constant bounds are written out, turn by turn.</summary>
internal sealed partial class Lowerer
{
    private const int MostTurns = 16;
    private const int MostUnrolled = 400;

    private void LowerFor(IForLoopOperation loop)
    {
        if (TryUnroll(loop)) return;

        List<Statement> before = Capture(() =>
        {
            foreach (IOperation statement in loop.Before) LowerStatement(statement);
        });
        List<Statement> whole = Capture(() => AddLoop(loop, before, loop.Condition, () =>
        {
            foreach (IOperation statement in loop.AtLoopBottom) LowerStatement(statement);
        }));

        // Initializers other than declarations and assignments go before the loop, in a scope with it.
        if (before.All(statement => statement is Declare or Assign)) _out.AddRange(whole);
        else _out.Add(new Block([.. before, .. whole]));
        LeaveOuterLoops(loop);
    }

    private void LowerWhile(IWhileLoopOperation loop)
    {
        if (loop.ConditionIsTop)
        {
            AddLoop(loop, [], loop.Condition, null);
            LeaveOuterLoops(loop);
            return;
        }

        List<Statement> body = LoopBody(loop);
        Expression? condition = null;
        List<Statement> last = InLoop(() => condition = ScalarOf(loop.Condition!));
        if (last.Count == 0) _out.Add(new DoWhile(new Block(body), condition!));
        else
        {
            // The condition of a continue is the next turn's first step.
            Variable first = Mutable("first", ExpressionFactory.Bool(true));
            last.Add(new If(ExpressionFactory.Not(condition!), new Block([new Break()]), null));
            List<Statement> turn = [new If(new Read(first), new Block([new Assign(first, ExpressionFactory.Bool(false))]), new Block(last)), .. body];
            _out.Add(new For([], null, [], new Block(turn)));
        }

        LeaveOuterLoops(loop);
    }

    /// <summary>A loop that checks its condition before each iteration.</summary>
    private void AddLoop(ILoopOperation loop, List<Statement> initial, IOperation? continues, System.Action? steps)
    {
        if (!initial.All(statement => statement is Declare or Assign)) initial = [];
        Expression? condition = null;
        List<Statement> ask = InLoop(() => condition = continues is null ? ExpressionFactory.Bool(true) : ScalarOf(continues));
        if (ExpressionFactory.IsFalse(condition!) && ask.Count == 0)
        {
            _out.AddRange(initial.Where(statement => statement is Assign));
            return;
        }

        List<Statement> body = LoopBody(loop);
        List<Statement> last = steps is null ? [] : InLoop(steps);
        bool asksHere = ask.Count == 0, stepsHere = last.All(statement => statement is Assign);
        Expression? asked = asksHere && !ExpressionFactory.IsTrue(condition!) ? condition : null;
        List<Statement> turn = body;
        if (!asksHere)
        {
            ask.Add(new If(ExpressionFactory.Not(condition!), new Block([new Break()]), null));
            turn = [.. ask, .. body];
        }

        if (stepsHere)
        {
            _out.Add(new For(initial, asked, [.. last.Cast<Assign>()], new Block(turn)));
        }
        else if (asksHere && !Own(loop.Body).Any(operation => operation is IBranchOperation { BranchKind: BranchKind.Continue }))
        {
            _out.Add(new For(initial, asked, [], new Block([.. body, .. last])));
        }
        else
        {
            // A continue must not miss the steps: they are the next turn's first.
            var first = new Variable("first", IrType.Bool);
            List<Statement> start = [new If(new Read(first), new Block([new Assign(first, ExpressionFactory.Bool(false))]), new Block(last))];
            if (asked is not null) start.Add(new If(ExpressionFactory.Not(asked), new Block([new Break()]), null));
            _out.Add(new For([.. initial, new Declare(first, ExpressionFactory.Bool(true))], null, [], new Block([.. start, .. turn])));
        }
    }

    private List<Statement> LoopBody(ILoopOperation loop) => InLoop(() => LowerBody(loop.Body));

    private List<Statement> InLoop(System.Action step)
    {
        _loops++;
        try
        {
            return Capture(step);
        }
        finally
        {
            _loops--;
        }
    }

    private Variable Mutable(string name, Expression initial)
    {
        var variable = new Variable(name, initial.Type);
        _out.Add(new Declare(variable, initial));
        return variable;
    }

    /// <summary>Unrolls a loop: <c>for (int i = 0; i &lt; 4; i++)</c> with a body that does not assign i, break or continue.</summary>
    private bool TryUnroll(IForLoopOperation loop)
    {
        if (loop.Before.Length != 1 || loop.AtLoopBottom.Length != 1 || loop.Condition is null
            || loop.Before[0] is not IVariableDeclarationGroupOperation { Declarations: { Length: 1 } declarations }
            || declarations[0].Declarators.Length != 1 || declarations[0].Declarators[0] is not { } declarator
            || (declarator.Initializer ?? declarations[0].Initializer)?.Value is not { } start
            || TypeLayout.Of(Resolve(declarator.Symbol.Type)) is not ScalarLayout { Type: { IsVector: false } type }
            || StepOf(loop.AtLoopBottom[0], declarator.Symbol) is not { } step
            || Own(loop.Body).Any(operation => Leaves(operation, loop))
            || loop.Body.DescendantsAndSelf().Any(operation => Assigns(operation, declarator.Symbol)))
            return false;

        Expression? ConstantOf(System.Func<Expression> lower)
        {
            Expression? result = null;
            return Capture(() => result = lower()).Count == 0 && result is Constant ? result : null;
        }

        if (ConstantOf(() => ScalarOf(start)) is not { } at) return false;
        List<List<Statement>> turns = [];
        int size = 0;
        while (true)
        {
            _frame.Storages[declarator.Symbol] = new FixedStorage(new ScalarValue(at));
            if (ConstantOf(() => ScalarOf(loop.Condition)) is not { } goesOn) return false;
            if (ExpressionFactory.IsFalse(goesOn)) break;
            if (turns.Count == MostTurns) return false;
            List<Statement> turn = Capture(() => LowerBody(loop.Body));
            turns.Add(turn);
            size += turn.Operations();
            if (size > MostUnrolled) return false;
            if (ConstantOf(
                () => ExpressionFactory.Binary(
                    step.Operator, at, step.Value is null
                        ? ExpressionFactory.Convert(ExpressionFactory.Int(1), type)
                        : ScalarOf(step.Value))) is not { } next) return false;
            at = next;
        }

        foreach (List<Statement> turn in turns)
            if (turn.Count > 0) _out.Add(new Block(turn));
        return true;
    }

    /// <summary>A loop's increment; no value means 1.</summary>
    private static (BinaryOperator Operator, IOperation? Value)? StepOf(IOperation statement, ILocalSymbol local)
    {
        bool IsLocal(IOperation target) => target is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);
        return (statement as IExpressionStatementOperation)?.Operation switch
        {
            IIncrementOrDecrementOperation { IsChecked: false } step when IsLocal(step.Target) && local.Type.SpecialType is SpecialType.System_Int32 =>
                (step.Kind == OperationKind.Increment ? BinaryOperator.Add : BinaryOperator.Subtract, null),
            ICompoundAssignmentOperation { IsChecked: false, OperatorMethod: null } step
                when IsLocal(step.Target) && SymbolEqualityComparer.Default.Equals(step.Value.Type, local.Type)
                    && local.Type.SpecialType is SpecialType.System_Int32 && OperatorOf(step.OperatorKind) is { } op => (op, step.Value),
            _ => null,
        };
    }

    private static bool Leaves(IOperation operation, ILoopOperation loop) =>
        operation is IReturnOperation
        || operation is IBranchOperation jump && !IsInside(jump, loop);

    /// <summary>Whether a jump goes no further than to the end of something inside the loop.</summary>
    private static bool IsInside(IBranchOperation jump, ILoopOperation loop) => Own(loop.Body).Any(operation =>
        operation is ILoopOperation inner
            && (SymbolEqualityComparer.Default.Equals(inner.ExitLabel, jump.Target) || SymbolEqualityComparer.Default.Equals(inner.ContinueLabel, jump.Target))
        || operation is ISwitchOperation choice && SymbolEqualityComparer.Default.Equals(choice.ExitLabel, jump.Target));

    private static bool Assigns(IOperation operation, ILocalSymbol local)
    {
        bool IsLocal(IOperation target) => target switch
        {
            ILocalReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Local, local),
            ITupleOperation tuple => tuple.Elements.Any(IsLocal),
            _ => false,
        };
        return operation switch
        {
            IAssignmentOperation assignment => IsLocal(assignment.Target),
            IIncrementOrDecrementOperation step => IsLocal(step.Target),
            _ => false,
        };
    }
}
