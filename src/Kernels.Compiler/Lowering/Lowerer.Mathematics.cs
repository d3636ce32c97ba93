using System;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>The functions of Math, MathF and the numbers' own types.</summary>
internal sealed partial class Lowerer
{
    private Value LowerMath(string name, IMethodSymbol method, Func<Value>[] operands, IOperation place)
    {
        if (!method.IsStatic) throw Unsupported(method, place);
        foreach (IParameterSymbol parameter in method.Parameters) LayoutOf(parameter.Type, place);
        IrType result = LayoutOf(method.ReturnType, place) is ScalarLayout scalar ? scalar.Type : throw Unsupported(method, place);
        bool isFloat = result == IrType.Float;
        if (FunctionOf(name, operands.Length, isFloat) is { } function) return new ScalarValue(ExpressionFactory.Call(function, Scalars(operands)));

        Expression[] x = (name, operands.Length) is ("Clamp", 3) or ("IsNaN", 1) or ("FusedMultiplyAdd", 3)
            ? Scalars(operands)
            : throw Unsupported(method, place);
        switch (name)
        {
            case "FusedMultiplyAdd" when isFloat:
                return new ScalarValue(ExpressionFactory.Call(Function.Fma, x));
            case "IsNaN":
                Expression number = Reuse("number", x[0]);
                return new ScalarValue(ExpressionFactory.Binary(BinaryOperator.NotEqual, number, number));
            case "Clamp":
                // As .NET has it: a NaN stays.
                Expression value = Reuse("value", x[0]), least = Reuse("least", x[1]), most = Reuse("most", x[2]);
                return new ScalarValue(ExpressionFactory.Select(
                    ExpressionFactory.Binary(BinaryOperator.Less, value, least), least,
                    ExpressionFactory.Select(ExpressionFactory.Binary(BinaryOperator.Greater, value, most), most, value)));
            default:
                throw Unsupported(method, place);
        }
    }

    private static Function? FunctionOf(string name, int count, bool isFloat) => (name, count) switch
    {
        ("Min", 2) => Function.Min,
        ("Max", 2) => Function.Max,
        ("Abs", 1) => Function.Abs,
        _ when !isFloat => null,
        ("CopySign", 2) => Function.CopySign,
        ("Sqrt", 1) => Function.Sqrt,
        ("Exp", 1) => Function.Exp,
        ("Log", 1) => Function.Log,
        ("Pow", 2) => Function.Pow,
        ("Sin", 1) => Function.Sin,
        ("Cos", 1) => Function.Cos,
        ("Tanh", 1) => Function.Tanh,
        ("Floor", 1) => Function.Floor,
        ("Ceiling", 1) => Function.Ceiling,
        ("Truncate", 1) => Function.Truncate,
        ("Round", 1) => Function.Round,
        _ => null,
    };

    private static LoweringException Unsupported(IMethodSymbol method, IOperation place) => LoweringException.At(
        place, Diagnostics.UnknownCall, NameOf(method),
        "devices do not have it; there are Min, Max, Abs, Clamp, CopySign, FusedMultiplyAdd, Sqrt, Exp, Log, Pow, Sin, Cos, Tanh, Floor, Ceiling, "
            + "Truncate and Round of MathF");
}
