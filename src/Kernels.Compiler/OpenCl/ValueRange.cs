using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>The integers from <paramref name="Low"/> to <paramref name="High"/>.</summary>
internal readonly record struct ValueRange(BigInteger Low, BigInteger High)
{
    public bool IsWithin(ValueRange other) => other.Low <= Low && High <= other.High;

    public ValueRange Or(ValueRange other) => new(BigInteger.Min(Low, other.Low), BigInteger.Max(High, other.High));

    /// <summary>All that an integer type, or a bool as 0 and 1, can hold.</summary>
    public static ValueRange Of(IrType type) => type.IsSigned
        ? new(-BigInteger.Pow(2, type.Bits - 1), BigInteger.Pow(2, type.Bits - 1) - 1)
        : new(0, BigInteger.Pow(2, type.Bits) - 1);

    public static ValueRange operator +(ValueRange a, ValueRange b) => new(a.Low + b.Low, a.High + b.High);

    public static ValueRange operator -(ValueRange a, ValueRange b) => new(a.Low - b.High, a.High - b.Low);

    public static ValueRange operator *(ValueRange a, ValueRange b)
    {
        BigInteger[] corners = [a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High];
        return new(corners.Min(), corners.Max());
    }
}

/// <summary>The known range of an integer: enough to see that a loop's counter and values near it do not overflow.</summary>
/// <param name="assigned">The variables that get values after they begin.</param>
internal sealed class ValueRanges(ISet<Variable> assigned)
{
    private readonly Dictionary<Variable, ValueRange> _known = [];

    /// <summary>Whether C's own integers compute it as the IR does: its exact value fits its type.</summary>
    public bool IsExact(Expression expression) => Exact(expression) is { } range && range.IsWithin(ValueRange.Of(expression.Type));

    /// <summary>Learns a variable's first value.</summary>
    public void Declare(Variable variable, Expression? initial)
    {
        if (initial is not null && variable.Type.IsInteger && !assigned.Contains(variable)) _known[variable] = Of(initial);
    }

    /// <summary>Learns that, in the loop's body and steps, its counter lies below its limit and, if it begins there, not below its first value.</summary>
    public void Enter(For loop)
    {
        if (CounterOf(loop) is not ({ } counter, { } limit, var step)) return;
        ValueRange all = ValueRange.Of(counter.Type);
        BigInteger last = Of(limit).High - 1;
        Expression? first = loop.Initial.OfType<Declare>().FirstOrDefault(declare => declare.Variable == counter)?.Initial;
        _known[counter] = new(first is null || last + step > all.High ? all.Low : Of(first).Low, last);
    }

    /// <summary>Forgets the loop's counter, which goes beyond the limit after it.</summary>
    public void Leave(For loop)
    {
        if (CounterOf(loop) is { } found) _known.Remove(found.Counter);
    }

    // i < limit; i += step, and nothing else changes i.
    private static (Variable Counter, Expression Limit, int Step)? CounterOf(For loop) =>
        loop.Condition is Binary { Operator: BinaryOperator.Less, Left: Read { Variable: { Type.IsInteger: true } counter }, Right: var limit }
        && loop.Steps.Count(step => step.Variable == counter) == 1
        && loop.Steps.First(step => step.Variable == counter).Value
            is Binary { Operator: BinaryOperator.Add, Left: Read stepped, Right: Constant { Value: > 0 and int by } }
        && stepped.Variable == counter
        && !KernelUse.Assigned(loop.Body).Contains(counter)
            ? (counter, limit, by)
            : null;

    private ValueRange Of(Expression expression)
    {
        ValueRange all = ValueRange.Of(expression.Type);
        return Exact(expression) is { } range && range.IsWithin(all) ? range : all;
    }

    // Null if it is not known to be exact.
    private ValueRange? Exact(Expression expression) => expression switch
    {
        Constant { Type.IsInteger: true, Value: var value } => Single(BigInteger.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!)),
        Read { Variable: var variable } when _known.TryGetValue(variable, out ValueRange range) => range,
        Position => new(0, int.MaxValue),
        Conversion { Operand: { Type: { IsInteger: true } or { Element: Scalar.Bool } } operand } => Of(operand),
        Unary { Operator: UnaryOperator.Negate, Operand: var operand } => Single(0) - Of(operand),
        Select select => Of(select.WhenTrue).Or(Of(select.WhenFalse)),
        Call { Function: Function.Min or Function.Max, Arguments: var arguments } => Of(arguments[0]).Or(Of(arguments[1])),
        Binary { Operator: BinaryOperator.Add } sum => Of(sum.Left) + Of(sum.Right),
        Binary { Operator: BinaryOperator.Subtract } difference => Of(difference.Left) - Of(difference.Right),
        Binary { Operator: BinaryOperator.Multiply } product => Of(product.Left) * Of(product.Right),
        Binary { Operator: BinaryOperator.And, Right: Constant { Value: >= 0 and int mask } } => new(0, mask),
        Binary { Operator: BinaryOperator.Remainder, Left: var left, Right: Constant { Value: > 0 and int by } } =>
            new(Of(left).Low < 0 ? 1 - by : 0, by - 1),
        Binary { Operator: BinaryOperator.Divide, Left: var left, Right: Constant { Value: > 0 and int by } } =>
            new(Of(left).Low / by, Of(left).High / by),
        { Type: { IsInteger: true } or { Element: Scalar.Bool } } => ValueRange.Of(expression.Type),
        _ => null,
    };

    private static ValueRange Single(BigInteger value) => new(value, value);
}
