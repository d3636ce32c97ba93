using System.Collections.Generic;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Patterns and <c>switch</c> expressions.</summary>
internal sealed partial class Lowerer
{
    /// <summary>A value that can be read several times.</summary>
    private Value Shareable(string name, Value value) => value switch
    {
        ScalarValue scalar => new ScalarValue(IsSettled(scalar.Expression) ? scalar.Expression : Keep(name, scalar.Expression)),
        _ => value,
    };

    private Expression Matches(Value value, IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return ExpressionFactory.Bool(true);
            case IConstantPatternOperation constant when value is ScalarValue scalar:
                return ExpressionFactory.Binary(BinaryOperator.Equal, scalar.Expression, ScalarOf(constant.Value));
            case IRelationalPatternOperation relation when value is ScalarValue scalar && OperatorOf(relation.OperatorKind) is { } op:
                return ExpressionFactory.Binary(op, scalar.Expression, ScalarOf(relation.Value));
            case INegatedPatternOperation negated:
                return ExpressionFactory.Not(Matches(value, negated.Pattern));
            case IBinaryPatternOperation both:
                BinaryOperator lazy = both.OperatorKind == BinaryOperatorKind.And ? BinaryOperator.AndAlso : BinaryOperator.OrElse;
                return ExpressionFactory.Binary(lazy, Matches(value, both.LeftPattern), Matches(value, both.RightPattern));
            default:
                throw LoweringException.At(pattern, Diagnostics.UnknownConstruct, "patterns of this kind", "compare with constants");
        }
    }

    private Value LowerSwitchExpression(ISwitchExpressionOperation choice)
    {
        if (!choice.IsExhaustive)
            throw LoweringException.At(choice, Diagnostics.UnknownConstruct, "switch expressions that may have no value", "add an arm '_ => ...'");
        return ChooseArm(Shareable("value", Lower(choice.Value)), choice, 0);
    }

    private Value ChooseArm(Value value, ISwitchExpressionOperation choice, int number)
    {
        ISwitchExpressionArmOperation arm = choice.Arms[number];
        if (number == choice.Arms.Length - 1) return Lower(arm.Value);
        Expression condition = Matches(value, arm.Pattern);
        if (arm.Guard is { } guard) condition = Lazily(BinaryOperator.AndAlso, condition, () => ScalarOf(guard));
        return Choose(condition, () => Lower(arm.Value), () => ChooseArm(value, choice, number + 1), choice);
    }

    /// <summary>Constructs that kernels cannot use, and replacements for them.</summary>
    private static LoweringException Unknown(IOperation operation)
    {
        if (operation.Kind == OperationKind.Invalid) return new();
        (string what, string instead) = operation switch
        {
            IThrowOperation or ITryOperation => ("exceptions", "write a value that tells that something is wrong"),
            IForEachLoopOperation => ("foreach", "write a 'for' over indices"),
            IBranchOperation or ILabeledOperation => ("goto", "use loops, 'break' and 'continue'"),
            IArrayCreationOperation or IArrayElementReferenceOperation or ICollectionExpressionOperation =>
                ("arrays", "take an ArrayView, or allocate SharedMemory"),
            IObjectCreationOperation or IAnonymousObjectCreationOperation => ("objects", "use a struct"),
            IAnonymousFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation => ("delegates", "call a static method by its name"),
            IDynamicInvocationOperation or IFunctionPointerInvocationOperation =>
                ("calls of what is known at run time only", "call a static method by its name"),
            IAwaitOperation => ("await", "items wait for each other at Group.Barrier()"),
            IReturnOperation => ("iterators", "write a loop"),
            ILockOperation => ("lock", "use Atomic.Add"),
            IUsingOperation or IUsingDeclarationOperation => ("using", "a kernel has nothing to dispose of"),
            IInterpolatedStringOperation or INameOfOperation => ("strings", "use numbers"),
            IAddressOfOperation => ("pointers", "use an ArrayView and indices"),
            IDeclarationExpressionOperation => ("declarations inside an expression", "declare the local variable before"),
            IIsTypeOperation or ITypeOfOperation => ("types at run time", "use a constant"),
            ICoalesceOperation or IConditionalAccessOperation or ICoalesceAssignmentOperation => ("null", "use a number that stands for none"),
            IConversionOperation => ("conversion of this kind", "convert between numbers"),
            IImplicitIndexerReferenceOperation or IRangeOperation => ("ranges", "use SubView, and indices from the start"),
            _ => ($"'{FirstLine(operation.Syntax)}'", "use numbers, views, vectors, structs, branches and loops"),
        };
        return LoweringException.At(operation, Diagnostics.UnknownConstruct, what, instead);
    }

    private static string FirstLine(SyntaxNode syntax)
    {
        string text = syntax.ToString();
        int end = text.IndexOf('\n');
        return end < 0 ? text : text.Substring(0, end).TrimEnd();
    }
}
