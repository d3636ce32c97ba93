using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Tests.OpenCl;

/// <summary>Short words for parts of kernels.</summary>
internal static class Terms
{
    public static Variable Int(string name) => new(name, IrType.Int);

    public static Variable Float(string name, int lanes = 1) => new(name, new(Scalar.Float, lanes));

    public static Variable Of(Scalar scalar, string name) => new(name, new(scalar));

    public static Read R(Variable variable) => new(variable);

    public static Constant C(int value) => new(value, IrType.Int);

    public static Constant C(float value) => new(value, IrType.Float);

    public static Constant C(long value) => new(value, new(Scalar.Long));

    public static Expression Add(Expression a, Expression b) => Op(BinaryOperator.Add, a, b);

    public static Expression Sub(Expression a, Expression b) => Op(BinaryOperator.Subtract, a, b);

    public static Expression Mul(Expression a, Expression b) => Op(BinaryOperator.Multiply, a, b);

    public static Expression Op(BinaryOperator op, Expression a, Expression b) =>
        new Binary(op, a, b, op >= BinaryOperator.Equal ? IrType.Bool : a.Type);

    public static Expression Less(Expression a, Expression b) => Op(BinaryOperator.Less, a, b);

    public static Expression Call(Function function, params Expression[] arguments) =>
        new Call(function, arguments, function is Function.ReduceAdd or Function.ReduceMax ? IrType.Float : arguments[0].Type);

    public static Expression To(Scalar type, Expression a) => new Conversion(a, new(type));

    public static Block Do(params Statement[] statements) => new(statements);

    public static For Count(Variable counter, Expression limit, params Statement[] body) => new(
        [new Declare(counter, C(0))], Less(R(counter), limit), [new Assign(counter, Add(R(counter), C(1)))], new(body));
}
