using System;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>Arithmetic on floats: rounded after each operation (<c>.rn</c>, which also keeps the driver from fusing it with another).</summary>
internal sealed class PtxFloats(PtxText text)
{
    private readonly PtxFunctions _functions = new(text);

    /// <summary>An operation on two floats.</summary>
    public string Binary(BinaryOperator op, string? into, string left, string right) => op switch
    {
        BinaryOperator.Add => text.Make("add.rn.f32", "f32", into, left, right),
        BinaryOperator.Subtract => text.Make("sub.rn.f32", "f32", into, left, right),
        BinaryOperator.Multiply => text.Make("mul.rn.f32", "f32", into, left, right),
        BinaryOperator.Divide => text.Make("div.rn.f32", "f32", into, left, right),
        BinaryOperator.Remainder => _functions.Remainder(into, left, right),
        BinaryOperator.Equal => text.Make("setp.eq.f32", "pred", into, left, right),

        // NaN is not equal to anything: the only comparison that it passes.
        BinaryOperator.NotEqual => text.Make("setp.neu.f32", "pred", into, left, right),
        BinaryOperator.Less => text.Make("setp.lt.f32", "pred", into, left, right),
        BinaryOperator.LessOrEqual => text.Make("setp.le.f32", "pred", into, left, right),
        BinaryOperator.Greater => text.Make("setp.gt.f32", "pred", into, left, right),
        BinaryOperator.GreaterOrEqual => text.Make("setp.ge.f32", "pred", into, left, right),
        _ => throw new NotSupportedException($"PTX has no {op} of floats."),
    };

    /// <summary>A function of floats, one lane of it where its operands are vectors.</summary>
    public string Call(Function function, bool ofVectors, string? into, string[] x) => function switch
    {
        Function.Fma => text.Make("fma.rn.f32", "f32", into, x),
        Function.Min or Function.Max when ofVectors => LaneExtreme(function, into, x[0], x[1]),
        Function.Min or Function.Max => Extreme(function, into, x[0], x[1]),
        Function.Abs => text.Make("abs.f32", "f32", into, x),
        Function.CopySign => text.Make("copysign.f32", "f32", into, x[1], x[0]),
        Function.Sqrt => text.Make("sqrt.rn.f32", "f32", into, x),
        Function.Floor => text.Make("cvt.rmi.f32.f32", "f32", into, x),
        Function.Ceiling => text.Make("cvt.rpi.f32.f32", "f32", into, x),
        Function.Truncate => text.Make("cvt.rzi.f32.f32", "f32", into, x),
        Function.Round => text.Make("cvt.rni.f32.f32", "f32", into, x),
        Function.Exp => _functions.Exp(into, x[0]),
        Function.Log => _functions.Log(into, x[0]),
        Function.Tanh => _functions.Tanh(into, x[0]),
        Function.Sin => _functions.SinCos(into, x[0], isCos: false),
        Function.Cos => _functions.SinCos(into, x[0], isCos: true),
        Function.Pow => _functions.Pow(into, x[0], x[1]),
        _ => throw new NotSupportedException($"PTX has no {function} of floats."),
    };

    /// <summary>The sum of a vector's lanes: neighbours first, as .NET adds them.</summary>
    public string Sum(string[] lanes, string? into)
    {
        while (lanes.Length > 2)
            lanes = [.. Enumerable.Range(0, lanes.Length / 2).Select(i => text.Make("add.rn.f32", "f32", null, lanes[2 * i], lanes[2 * i + 1]))];
        return text.Make("add.rn.f32", "f32", into, lanes);
    }

    /// <summary>The largest of a vector's lanes: halves against each other, as the C# does it.</summary>
    public string Largest(string[] lanes, string? into)
    {
        while (lanes.Length > 2)
            lanes = [.. Enumerable.Range(0, lanes.Length / 2).Select(i => LaneExtreme(Function.Max, null, lanes[i], lanes[i + lanes.Length / 2]))];
        return Extreme(Function.Max, into, lanes[0], lanes[1]);
    }

    // As x86 does it: the second where either is NaN, or where both are zero.
    private string LaneExtreme(Function function, string? into, string a, string b) =>
        text.Make("selp.f32", "f32", into, a, b, text.Make(function == Function.Max ? "setp.gt.f32" : "setp.lt.f32", "pred", null, a, b));

    // As MathF does it: NaN where either is, and -0 below 0. PTX's own do the latter, but prefer numbers to NaN.
    private string Extreme(Function function, string? into, string a, string b)
    {
        string isNaN = text.Make("setp.nan.f32", "pred", null, a, b);
        string extreme = text.Make(function == Function.Max ? "max.f32" : "min.f32", "f32", null, a, b);
        return text.Make("selp.f32", "f32", into, PtxLiterals.Float(float.NaN), extreme, isNaN);
    }
}
