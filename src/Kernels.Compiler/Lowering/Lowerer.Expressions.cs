using System;
using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Expressions that compute, choose and convert.</summary>
internal sealed partial class Lowerer
{
    private Value Lower(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: { } constant } && LayoutOf(operation.Type, operation) is ScalarLayout known)
            return new ScalarValue(new Constant(constant, known.Type));

        return operation switch
        {
            IParenthesizedOperation inner => Lower(inner.Operand),
            ILocalReferenceOperation local => ReadStorage(_frame.Find(local.Local) ?? throw new LoweringException()),
            IParameterReferenceOperation parameter => ReadStorage(_frame.Find(parameter.Parameter) ?? throw LoweringException.At(
                operation, Diagnostics.UnknownConstruct, "captured constructor parameters", "declare a field, or a record struct")),
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } =>
                ReadStorage(_frame.FindThis() ?? throw Unknown(operation)),
            IFieldReferenceOperation field => LowerField(field),
            IPropertyReferenceOperation property => LowerProperty(property),
            IInvocationOperation call => LowerInvocation(call, wanted: true),
            IUnaryOperation unary => LowerUnary(unary),
            IBinaryOperation binary => LowerBinary(binary),
            IConversionOperation conversion => LowerConversion(conversion),
            IConditionalOperation choice => Choose(
                ScalarOf(choice.Condition), () => Lower(choice.WhenTrue), () => Lower(choice.WhenFalse ?? throw Unknown(choice)), choice),
            ISimpleAssignmentOperation assignment => LowerAssignment(assignment, wanted: true),
            ICompoundAssignmentOperation assignment => LowerCompound(assignment, wanted: true),
            IIncrementOrDecrementOperation step => LowerStep(step, wanted: true),
            ITupleOperation tuple => new StructValue(InOrder(tuple.Elements)),
            ITupleBinaryOperation tuples => LowerTupleComparison(tuples),
            IObjectCreationOperation creation => LowerCreation(creation),
            IWithOperation with => LowerWith(with),
            IDefaultValueOperation => Zero(LayoutOf(operation.Type, operation), operation),
            IIsPatternOperation match => new ScalarValue(Matches(Shareable("value", Lower(match.Value)), match.Pattern)),
            ISwitchExpressionOperation choice => LowerSwitchExpression(choice),
            _ => throw Unknown(operation),
        };
    }

    private Expression ScalarOf(IOperation operation) =>
        Lower(operation) is ScalarValue scalar
            ? scalar.Expression
            : throw LoweringException.At(operation, Diagnostics.UnknownConstruct, "use of a struct as a number", "name one of its fields");

    private static Value Zero(TypeLayout shape, IOperation place) => shape switch
    {
        ScalarLayout scalar => new ScalarValue(ExpressionFactory.Zero(scalar.Type)),
        StructLayout structure => new StructValue([.. structure.Fields.Select(field => Zero(field.Layout, place))]),
        _ => throw LoweringException.At(place, Diagnostics.UnknownConstruct, "empty views", "begin with a view of some memory"),
    };

    private Value LowerUnary(IUnaryOperation unary)
    {
        if (unary.IsChecked) throw LoweringException.At(unary, Diagnostics.CheckedArithmetic);
        if (unary.OperatorMethod is { } method) return LowerCall(method, null, [unary.Operand], unary, wanted: true);
        Expression operand = ScalarOf(unary.Operand);
        return new ScalarValue(unary.OperatorKind switch
        {
            UnaryOperatorKind.Plus => operand,
            UnaryOperatorKind.Minus => ExpressionFactory.Unary(UnaryOperator.Negate, operand),
            UnaryOperatorKind.Not => ExpressionFactory.Not(operand),
            UnaryOperatorKind.BitwiseNegation when operand.Type == IrType.Bool => ExpressionFactory.Not(operand),
            UnaryOperatorKind.BitwiseNegation => ExpressionFactory.Unary(UnaryOperator.Complement, operand),
            _ => throw Unknown(unary),
        });
    }

    private Value LowerBinary(IBinaryOperation binary)
    {
        if (binary.IsChecked) throw LoweringException.At(binary, Diagnostics.CheckedArithmetic);
        if (binary.IsLifted) throw Unknown(binary);
        if (binary.OperatorMethod is { IsImplicitlyDeclared: true, ContainingType.IsRecord: true, Name: "op_Equality" or "op_Inequality" } records)
            return LowerEquality(binary, InOrder(binary.LeftOperand, binary.RightOperand), records.Name == "op_Equality", asRecords: true);
        if (binary.OperatorMethod is { } method && !IsPlain(method))
            return LowerCall(method, null, [binary.LeftOperand, binary.RightOperand], binary, wanted: true, binary.ConstrainedToType);
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
        {
            BinaryOperator lazy = binary.OperatorKind == BinaryOperatorKind.ConditionalAnd ? BinaryOperator.AndAlso : BinaryOperator.OrElse;
            return new ScalarValue(Lazily(lazy, ScalarOf(binary.LeftOperand), () => ScalarOf(binary.RightOperand)));
        }

        if (OperatorOf(binary.OperatorKind) is not { } op) throw Unknown(binary);
        TypeOf(binary.LeftOperand);
        TypeOf(binary.RightOperand);
        Expression[] operands = ScalarsInOrder(binary.LeftOperand, binary.RightOperand);
        return new ScalarValue(ExpressionFactory.Binary(op, operands[0], operands[1]));
    }

    /// <summary>Whether an operator is the processor's own although it has a method.</summary>
    private static bool IsPlain(IMethodSymbol method) => TypeLayout.ScalarOf(method.ContainingType) is not null
        && KernelTypes.NameOf(method.ContainingType) is null;

    private static BinaryOperator? OperatorOf(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => BinaryOperator.Add,
        BinaryOperatorKind.Subtract => BinaryOperator.Subtract,
        BinaryOperatorKind.Multiply => BinaryOperator.Multiply,
        BinaryOperatorKind.Divide => BinaryOperator.Divide,
        BinaryOperatorKind.Remainder => BinaryOperator.Remainder,
        BinaryOperatorKind.And => BinaryOperator.And,
        BinaryOperatorKind.Or => BinaryOperator.Or,
        BinaryOperatorKind.ExclusiveOr => BinaryOperator.Xor,
        BinaryOperatorKind.LeftShift => BinaryOperator.ShiftLeft,
        BinaryOperatorKind.RightShift => BinaryOperator.ShiftRight,
        BinaryOperatorKind.UnsignedRightShift => BinaryOperator.ShiftRightUnsigned,
        BinaryOperatorKind.Equals => BinaryOperator.Equal,
        BinaryOperatorKind.NotEquals => BinaryOperator.NotEqual,
        BinaryOperatorKind.LessThan => BinaryOperator.Less,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperator.LessOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperator.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperator.GreaterOrEqual,
        _ => null,
    };

    private Value LowerConversion(IConversionOperation conversion)
    {
        if (conversion.IsChecked) throw LoweringException.At(conversion, Diagnostics.CheckedArithmetic);
        if (conversion.OperatorMethod is { } method) return LowerCall(method, null, [conversion.Operand], conversion, wanted: true);
        TypeLayout to = LayoutOf(conversion.Type, conversion);
        Value value = Lower(conversion.Operand);
        return ConvertTo(value, to) ?? throw Unknown(conversion);
    }

    private static Value? ConvertTo(Value value, TypeLayout to)
    {
        switch (value, to)
        {
            case (ScalarValue scalar, ScalarLayout shape) when !shape.Type.IsVector || scalar.Expression.Type == shape.Type:
                return new ScalarValue(ExpressionFactory.Convert(scalar.Expression, shape.Type));
            case (ViewValue, ViewLayout):
                return value;
            case (StructValue structure, StructLayout shape) when structure.Fields.Count == shape.Fields.Count:
                Value?[] fields = [.. structure.Fields.Zip(shape.Fields, (field, target) => ConvertTo(field, target.Layout))];
                return fields.Contains(null) ? null : new StructValue(fields!);
            default:
                return null;
        }
    }

    /// <summary><c>left &amp;&amp; right</c> or <c>left || right</c>: the right one's effects happen only if the left one requires
    /// it.</summary>
    private Expression Lazily(BinaryOperator op, Expression left, Func<Expression> right)
    {
        bool and = op == BinaryOperator.AndAlso;
        if (and ? ExpressionFactory.IsFalse(left) : ExpressionFactory.IsTrue(left)) return left;
        if (and ? ExpressionFactory.IsTrue(left) : ExpressionFactory.IsFalse(left)) return right();

        Expression? second = null;
        List<Statement> steps = Capture(() => second = right());
        if (steps.Count == 0) return ExpressionFactory.Binary(op, left, second!);
        Variable result = Mutable("condition", left);
        steps.Add(new Assign(result, second!));
        AddIf(and ? new Read(result) : ExpressionFactory.Not(new Read(result)), steps, []);
        return new Read(result);
    }

    /// <summary><c>condition ? whenTrue : whenFalse</c>; only one of them is done.</summary>
    private Value Choose(Expression condition, Func<Value> whenTrue, Func<Value> whenFalse, IOperation place)
    {
        if (condition is Constant) return ExpressionFactory.IsTrue(condition) ? whenTrue() : whenFalse();

        Value? first = null, second = null;
        List<Statement> firstSteps = Capture(() => first = whenTrue()), secondSteps = Capture(() => second = whenFalse());
        if (firstSteps.Count == 0 && secondSteps.Count == 0)
        {
            if (CountLeaves(first!) > 1) condition = Reuse("condition", condition);
            return Select(condition, first!, second!, place);
        }

        Storage result = DeclareStorage("choice", LayoutOf(place.Type, place), null, mutable: true);
        AddIf(
            condition,
            [.. firstSteps, .. Capture(() => AssignStorage(result, first!, place))],
            [.. secondSteps, .. Capture(() => AssignStorage(result, second!, place))]);
        return ReadStorage(result);
    }

    private static int CountLeaves(Value value) => value is StructValue structure ? structure.Fields.Sum(CountLeaves) : 1;

    private static Value Select(Expression condition, Value whenTrue, Value whenFalse, IOperation place)
    {
        switch (whenTrue, whenFalse)
        {
            case (ScalarValue first, ScalarValue second):
                return new ScalarValue(ExpressionFactory.Select(condition, first.Expression, second.Expression));
            case (ViewValue first, ViewValue second):
                if (first.Memory != second.Memory)
                    throw LoweringException.At(place, Diagnostics.TwoMemories, place.Syntax.ToString(), first.Memory.Name, second.Memory.Name);
                return first with { Offset = ExpressionFactory.Select(condition, first.Offset, second.Offset) };
            default:
                return new StructValue([.. ((StructValue)whenTrue).Fields.Zip(((StructValue)whenFalse).Fields, (a, b) => Select(condition, a, b, place))]);
        }
    }

    private Value LowerTupleComparison(ITupleBinaryOperation tuples) => LowerEquality(
        tuples, InOrder(tuples.LeftOperand, tuples.RightOperand), tuples.OperatorKind == BinaryOperatorKind.Equals, asRecords: false);

    private static Value LowerEquality(IOperation place, Value[] sides, bool equal, bool asRecords)
    {
        Expression same = AreEqual(sides[0], sides[1], place, asRecords);
        return new ScalarValue(equal ? same : ExpressionFactory.Not(same));
    }

    /// <summary>Whether all fields are equal. Records compare by Equals, to which a NaN is equal to another.</summary>
    private static Expression AreEqual(Value left, Value right, IOperation place, bool asRecords)
    {
        switch (left, right)
        {
            case (ScalarValue { Expression: var l }, ScalarValue { Expression: var r }) when l.Type == r.Type && !l.Type.IsVector:
                Expression equal = ExpressionFactory.Binary(BinaryOperator.Equal, l, r);
                if (!asRecords || l.Type != IrType.Float) return equal;
                Expression neither = ExpressionFactory.Binary(
                    BinaryOperator.AndAlso, ExpressionFactory.Binary(BinaryOperator.NotEqual, l, l), ExpressionFactory.Binary(BinaryOperator.NotEqual, r, r));
                return ExpressionFactory.Binary(BinaryOperator.OrElse, equal, neither);
            case (StructValue first, StructValue second):
                return first.Fields.Zip(second.Fields, (a, b) => AreEqual(a, b, place, asRecords))
                    .Aggregate((Expression)ExpressionFactory.Bool(true), (same, part) => ExpressionFactory.Binary(BinaryOperator.AndAlso, same, part));
            default:
                throw Unknown(place);
        }
    }

    private Value[] InOrder(params IOperation[] operands) => InOrder((IEnumerable<IOperation>)operands);
}
