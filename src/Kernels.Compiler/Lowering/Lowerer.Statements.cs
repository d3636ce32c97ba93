using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Statements.</summary>
internal sealed partial class Lowerer
{
    private void LowerStatement(IOperation statement)
    {
        switch (statement)
        {
            case IBlockOperation block:
                List<Statement> inner = Capture(() => LowerStatements(block.Operations));
                if (inner.Count > 0) _out.Add(new Block(inner));
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclarationOperation declaration in group.Declarations)
                    foreach (IVariableDeclaratorOperation declarator in declaration.Declarators)
                        LowerDeclaration(declarator, declarator.Initializer ?? declaration.Initializer);
                break;
            case IExpressionStatementOperation expression:
                LowerEffect(expression.Operation);
                break;
            case IConditionalOperation branch:
                LowerIf(branch);
                break;
            case IForLoopOperation loop:
                LowerFor(loop);
                break;
            case IWhileLoopOperation loop:
                LowerWhile(loop);
                break;
            case ISwitchOperation choice:
                LowerSwitch(choice);
                break;
            case IReturnOperation { Kind: OperationKind.Return } leave:
                LowerReturn(leave);
                break;
            case IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } jump:
                LowerJump(jump);
                break;
            case IEmptyOperation or ILocalFunctionOperation:
                break;
            default:
                throw Unknown(statement);
        }
    }

    private void LowerDeclaration(IVariableDeclaratorOperation declarator, IVariableInitializerOperation? initializer)
    {
        ILocalSymbol local = declarator.Symbol;
        if (local.IsConst) return;
        _frame.Storages[local] = new RefusedStorage();
        if (local.IsRef) throw LoweringException.At(declarator, Diagnostics.ReferenceParameter, local.Name);

        TypeLayout shape = LayoutOf(local.Type, declarator);
        Value? initial = initializer is null ? null : LowerNamed(local.Name, initializer.Value);
        _frame.Storages[local] = DeclareStorage(local.Name, shape, initial, _frame.IsAssigned(local));
    }

    /// <summary>An expression for its effects; its value is not read.</summary>
    private void LowerEffect(IOperation operation)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation assignment:
                LowerAssignment(assignment, wanted: false);
                break;
            case ICompoundAssignmentOperation assignment:
                LowerCompound(assignment, wanted: false);
                break;
            case IIncrementOrDecrementOperation step:
                LowerStep(step, wanted: false);
                break;
            case IDeconstructionAssignmentOperation assignment:
                LowerDeconstruction(assignment);
                break;
            case IInvocationOperation call:
                LowerInvocation(call, wanted: false);
                break;
            default:
                Lower(operation);
                break;
        }
    }

    private void LowerIf(IConditionalOperation branch)
    {
        Expression condition = ScalarOf(branch.Condition);
        if (ExpressionFactory.IsTrue(condition)) LowerStatement(branch.WhenTrue);
        else if (!ExpressionFactory.IsFalse(condition)) AddIf(condition, Capture(() => LowerBody(branch.WhenTrue)), Capture(() => LowerBody(branch.WhenFalse)));
        else if (branch.WhenFalse is { } otherwise) LowerStatement(otherwise);
    }

    private void AddIf(Expression condition, List<Statement> whenTrue, List<Statement> whenFalse)
    {
        if (ExpressionFactory.IsTrue(condition)) _out.AddRange(whenTrue);
        else if (ExpressionFactory.IsFalse(condition)) _out.AddRange(whenFalse);
        else if (whenTrue.Count > 0) _out.Add(new If(condition, new Block(whenTrue), whenFalse.Count > 0 ? new Block(whenFalse) : null));
        else if (whenFalse.Count > 0) _out.Add(new If(ExpressionFactory.Not(condition), new Block(whenFalse), null));
    }

    /// <summary>A branch's or a loop's statement, without a block of its own.</summary>
    private void LowerBody(IOperation? body)
    {
        if (body is not null) LowerStatements(body is IBlockOperation block ? block.Operations : [body]);
    }

    private void LowerReturn(IReturnOperation leave)
    {
        if (leave is { IsImplicit: true, ReturnedValue: null }) return;
        if (_frame.Returns is not { } region)
        {
            _out.Add(new Return());
            return;
        }

        if (leave.ReturnedValue is { } value)
        {
            if (_frame.Result is { } result) AssignStorage(result, Lower(value), leave);
            else LowerEffect(value);
        }

        Leave(region);
    }

    private void LowerJump(IBranchOperation jump)
    {
        if (_frame.Switches.FirstOrDefault(region => SymbolEqualityComparer.Default.Equals(region.Label, jump.Target)) is { } region) Leave(region);
        else _out.Add(jump.BranchKind == BranchKind.Break ? new Break() : new Continue());
    }

    /// <summary>A <c>switch</c> becomes a chain of branches.</summary>
    private void LowerSwitch(ISwitchOperation choice)
    {
        var region = new ExitScope("chosen", _loops, choice.ExitLabel);
        _frame.Switches.Add(region);
        Value value = Shareable("value", Lower(choice.Value));
        List<Statement> chain = Capture(() => AddCases(value, choice.Cases, 0));
        _frame.Switches.Remove(region);
        AddExitScope(region, chain, null);
    }

    private void AddCases(Value value, IReadOnlyList<ISwitchCaseOperation> cases, int first)
    {
        // The default comes last wherever it stands.
        while (first < cases.Count && IsDefault(cases[first])) first++;
        if (first == cases.Count)
        {
            if (cases.FirstOrDefault(IsDefault) is { } otherwise) LowerStatements(otherwise.Body);
            return;
        }

        Expression condition = ExpressionFactory.Bool(false);
        foreach (ICaseClauseOperation clause in cases[first].Clauses)
            condition = Lazily(BinaryOperator.OrElse, condition, () => Matches(value, clause));
        if (ExpressionFactory.IsTrue(condition)) LowerStatements(cases[first].Body);
        else if (ExpressionFactory.IsFalse(condition)) AddCases(value, cases, first + 1);
        else AddIf(condition, Capture(() => LowerStatements(cases[first].Body)), Capture(() => AddCases(value, cases, first + 1)));
    }

    private static bool IsDefault(ISwitchCaseOperation section) => section.Clauses.Any(clause => clause is IDefaultCaseClauseOperation);

    private Expression Matches(Value value, ICaseClauseOperation clause) => clause switch
    {
        ISingleValueCaseClauseOperation single => ExpressionFactory.Binary(BinaryOperator.Equal, ((ScalarValue)value).Expression, ScalarOf(single.Value)),
        IPatternCaseClauseOperation { Guard: { } guard } pattern =>
            Lazily(BinaryOperator.AndAlso, Matches(value, pattern.Pattern), () => ScalarOf(guard)),
        IPatternCaseClauseOperation pattern => Matches(value, pattern.Pattern),
        _ => throw Unknown(clause),
    };
}
