using System;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Creates expressions. It folds constants and drops integer operations that have no effect. Floats keep every operation that
/// could round.</summary>
internal static class ExpressionFactory
{
    public static Constant Int(int number) => new(number, IrType.Int);

    public static Constant Bool(bool truth) => new(truth, IrType.Bool);

    /// <summary>The zero of a type: false, 0, or zeros.</summary>
    public static Constant Zero(IrType type) => new(ConstantFolder.Zero(type.Element), type);

    public static bool IsTrue(Expression expression) => expression is Constant { Value: true };

    public static bool IsFalse(Expression expression) => expression is Constant { Value: false };

    public static Expression Add(Expression left, Expression right) => Binary(BinaryOperator.Add, left, right);

    public static Expression Not(Expression operand) => operand switch
    {
        Unary { Operator: UnaryOperator.Not } not => not.Operand,
        Binary { Left.Type.Element: not Scalar.Float } compared when Opposite(compared.Operator) is { } opposite =>
            Binary(opposite, compared.Left, compared.Right),
        _ => Unary(UnaryOperator.Not, operand),
    };

    public static Expression Unary(UnaryOperator op, Expression operand) =>
        operand is Constant constant && ConstantFolder.Unary(op, constant.Value, operand.Type.Element) is { } result
            ? new Constant(result, operand.Type)
            : new Unary(op, operand);

    public static Expression Binary(BinaryOperator op, Expression left, Expression right)
    {
        bool compares = op is >= BinaryOperator.Equal and <= BinaryOperator.OrElse;
        IrType type = compares ? IrType.Bool : left.Type;
        if (left is Constant l && right is Constant r && ConstantFolder.Binary(op, l.Value, r.Value, left.Type.Element) is { } result)
            return new Constant(result, type);
        if (left.Type == IrType.Bool) return Truth(op, left, right) ?? new Binary(op, left, right, type);
        if (left.Type.IsInteger && !compares) return Integer(op, left, right) ?? new Binary(op, left, right, type);
        return new Binary(op, left, right, type);
    }

    public static Expression Convert(Expression operand, IrType type)
    {
        if (operand.Type == type) return operand;
        if (operand is Constant constant && ConstantFolder.Convert(constant.Value, operand.Type.Element, type.Element) is { } number)
            return new Constant(number, type);

        if (operand is Select { WhenTrue: Constant, WhenFalse: Constant } choice && Convert(choice.WhenTrue, type) is Constant first
            && Convert(choice.WhenFalse, type) is Constant second)
            return Select(choice.Condition, first, second);

        // .NET goes to the smaller integers through int.
        return operand.Type == IrType.Float && type.IsInteger && type.Bits < 32
            ? new Conversion(new Conversion(operand, IrType.Int), type)
            : new Conversion(operand, type);
    }

    public static Expression Splat(Expression operand, int lanes)
    {
        var type = new IrType(Scalar.Float, lanes);
        if (lanes == 1) return operand;
        return operand is Constant constant ? new Constant(constant.Value, type) : new Splat(operand, type);
    }

    public static Expression Lane(Expression vector, int number) => vector switch
    {
        Constant constant => constant with { Type = IrType.Float },
        VectorOf lanes => lanes.Lanes[number],
        _ => new LaneOf(vector, number),
    };

    public static Expression Select(Expression condition, Expression whenTrue, Expression whenFalse)
    {
        if (IsTrue(condition)) return whenTrue;
        if (IsFalse(condition)) return whenFalse;
        if (IsTrue(whenTrue) && IsFalse(whenFalse)) return condition;
        if (IsFalse(whenTrue) && IsTrue(whenFalse)) return Not(condition);
        return new Select(condition, whenTrue, whenFalse);
    }

    /// <summary>A function of one value or several of one type; the exact ones of constants are computed.</summary>
    public static Expression Call(Function function, params Expression[] arguments)
    {
        IrType type = arguments[0].Type;
        if (function is Function.ReduceAdd or Function.ReduceMax)
            return type.IsVector ? new Call(function, arguments, IrType.Float) : arguments[0];

        object? first = (arguments[0] as Constant)?.Value, second = arguments.Length > 1 ? (arguments[1] as Constant)?.Value : null;
        object? result = (function, first, second) switch
        {
            (Function.Abs, float x, _) => Math.Abs(x),
            (Function.Sqrt, float x, _) => (float)Math.Sqrt(x),
            (Function.Floor, float x, _) => (float)Math.Floor(x),
            (Function.Ceiling, float x, _) => (float)Math.Ceiling(x),
            (Function.Truncate, float x, _) => (float)Math.Truncate(x),
            (Function.Round, float x, _) => (float)Math.Round(x),
            (Function.Min, float x, float y) => Math.Min(x, y),
            (Function.Max, float x, float y) => Math.Max(x, y),
            (Function.Min, not null, not null) => Pick(BinaryOperator.Less, first, second, type.Element),
            (Function.Max, not null, not null) => Pick(BinaryOperator.Greater, first, second, type.Element),
            _ => null,
        };
        return result is null ? new Call(function, arguments, type) : new Constant(result, type);
    }

    private static object? Pick(BinaryOperator op, object first, object second, Scalar scalar) =>
        ConstantFolder.Binary(op, first, second, scalar) is bool choice ? (choice ? first : second) : null;

    private static Expression? Truth(BinaryOperator op, Expression left, Expression right) => op switch
    {
        BinaryOperator.And or BinaryOperator.AndAlso when IsFalse(left) || IsTrue(right) => left,
        BinaryOperator.And or BinaryOperator.AndAlso when IsTrue(left) || IsFalse(right) => right,
        BinaryOperator.Or or BinaryOperator.OrElse when IsTrue(left) || IsFalse(right) => left,
        BinaryOperator.Or or BinaryOperator.OrElse when IsFalse(left) || IsTrue(right) => right,
        BinaryOperator.Equal when IsTrue(right) => left,
        BinaryOperator.Equal when IsFalse(right) => Not(left),
        _ => null,
    };

    private static Expression? Integer(BinaryOperator op, Expression left, Expression right)
    {
        bool zeroLeft = IsNumber(left, 0), zeroRight = IsNumber(right, 0);
        switch (op)
        {
            case BinaryOperator.Add when zeroLeft: return right;
            case BinaryOperator.Add or BinaryOperator.Subtract when zeroRight: return left;
            case BinaryOperator.Multiply when zeroLeft || IsNumber(right, 1): return left;
            case BinaryOperator.Multiply when zeroRight || IsNumber(left, 1): return right;
            case BinaryOperator.Divide when IsNumber(right, 1): return left;
            case BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.ShiftRightUnsigned when zeroRight: return left;
            case BinaryOperator.Or or BinaryOperator.Xor when zeroRight: return left;
            case BinaryOperator.And when zeroRight: return right;

            // (x + a) + b is x + (a + b), wrapped around as it may.
            case BinaryOperator.Add when right is Constant && left is Binary { Operator: BinaryOperator.Add, Right: Constant } sum:
                return Add(sum.Left, Add(sum.Right, right));
            default: return null;
        }
    }

    private static bool IsNumber(Expression expression, long number) => expression is Constant { Value: not float } c && ConstantFolder.Bits(c.Value) == number;

    private static BinaryOperator? Opposite(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal => BinaryOperator.NotEqual,
        BinaryOperator.NotEqual => BinaryOperator.Equal,
        BinaryOperator.Less => BinaryOperator.GreaterOrEqual,
        BinaryOperator.LessOrEqual => BinaryOperator.Greater,
        BinaryOperator.Greater => BinaryOperator.LessOrEqual,
        BinaryOperator.GreaterOrEqual => BinaryOperator.Less,
        _ => null,
    };
}
