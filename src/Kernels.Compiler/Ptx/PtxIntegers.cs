using System;
using System.Globalization;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>Arithmetic on integers, which wraps around as C#'s does. Those of 8 and 16 bits are computed in 32 and cut again.</summary>
internal sealed class PtxIntegers(PtxText text)
{
    /// <summary>An operation on one integer in a register.</summary>
    public string Unary(UnaryOperator op, Scalar type, string? into, string operand) => Fit(type, into, to =>
        op == UnaryOperator.Negate
            ? text.Make(Is64(type) ? "neg.s64" : "neg.s32", PtxTypes.Register(type), to, operand)
            : text.Make(Is64(type) ? "not.b64" : "not.b32", PtxTypes.Register(type), to, operand));

    /// <summary>An operation on two integers.</summary>
    public string Binary(BinaryOperator op, Scalar type, string? into, string left, string right)
    {
        string number = PtxTypes.Number(type), bits = PtxTypes.Register(type);
        string? comparison = op switch
        {
            BinaryOperator.Equal => "eq",
            BinaryOperator.NotEqual => "ne",
            BinaryOperator.Less => "lt",
            BinaryOperator.LessOrEqual => "le",
            BinaryOperator.Greater => "gt",
            BinaryOperator.GreaterOrEqual => "ge",
            _ => null,
        };
        if (comparison is not null) return text.Make($"setp.{comparison}.{number}", "pred", into, left, right);
        if (op is BinaryOperator.Divide or BinaryOperator.Remainder && type is Scalar.Int or Scalar.UInt && PowerOfTwo(right) is { } power)
            return type == Scalar.Int ? DivideSigned(op, into, left, power) : DivideUnsigned(op, into, left, power);
        return Fit(type, into, to => op switch
        {
            BinaryOperator.Add => text.Make($"add.{number}", bits, to, left, right),
            BinaryOperator.Subtract => text.Make($"sub.{number}", bits, to, left, right),
            BinaryOperator.Multiply => text.Make($"mul.lo.{number}", bits, to, left, right),
            BinaryOperator.Divide => text.Make($"div.{number}", bits, to, left, right),
            BinaryOperator.Remainder => text.Make($"rem.{number}", bits, to, left, right),
            BinaryOperator.And => text.Make($"and.{bits}", bits, to, left, right),
            BinaryOperator.Or => text.Make($"or.{bits}", bits, to, left, right),
            BinaryOperator.Xor => text.Make($"xor.{bits}", bits, to, left, right),
            BinaryOperator.ShiftLeft => text.Make($"shl.{bits}", bits, to, left, Count(type, right)),
            BinaryOperator.ShiftRight => text.Make($"shr.{number}", bits, to, left, Count(type, right)),
            BinaryOperator.ShiftRightUnsigned => text.Make(Is64(type) ? "shr.u64" : "shr.u32", bits, to, Unsigned(type, left), Count(type, right)),
            _ => throw new NotSupportedException($"PTX has no {op} of integers."),
        });
    }

    /// <summary>A function of integers.</summary>
    public string Call(Function function, Scalar type, string? into, string[] operands)
    {
        string number = PtxTypes.Number(type), bits = PtxTypes.Register(type);
        return function switch
        {
            Function.Min => text.Make($"min.{number}", bits, into, operands),
            Function.Max => text.Make($"max.{number}", bits, into, operands),
            Function.Abs when new IrType(type).IsSigned => Fit(type, into, to => text.Make($"abs.{number}", bits, to, operands)),
            Function.Abs => operands[0],
            _ => throw new NotSupportedException($"PTX has no {function} of integers."),
        };
    }

    /// <summary>The low bits of an integer in a register of 32 bits, extended as a small type wants.</summary>
    public string Cut(Scalar type, string? into, string value) => type switch
    {
        Scalar.SByte => text.Make("cvt.s32.s8", "b32", into, value),
        Scalar.Short => text.Make("cvt.s32.s16", "b32", into, value),
        Scalar.Byte => text.Make("and.b32", "b32", into, value, "255"),
        _ => text.Make("and.b32", "b32", into, value, "65535"),
    };

    private string Fit(Scalar type, string? into, Func<string?, string> compute) => PtxTypes.IsSmall(type) ? Cut(type, into, compute(null)) : compute(into);

    /// <summary>A shift's count: PTX stops at all bits, C# takes it modulo them.</summary>
    private string Count(Scalar type, string count)
    {
        int most = new IrType(type).Bits - 1;
        return count[0] == '%'
            ? text.Make("and.b32", "b32", null, count, $"{most}")
            : $"{long.Parse(count, CultureInfo.InvariantCulture) & most}";
    }

    private string Unsigned(Scalar type, string value) => type switch
    {
        Scalar.SByte => Cut(Scalar.Byte, null, value),
        Scalar.Short => Cut(Scalar.UShort, null, value),
        _ => value,
    };

    /// <summary>The exponent of a literal that is a power of 2, from 2 on. Assemblers divide even by these as by any other number.</summary>
    private static int? PowerOfTwo(string literal)
    {
        if (literal[0] == '%') return null;
        long value = long.Parse(literal, CultureInfo.InvariantCulture);
        if (value is < 2 or > 1 << 30 || (value & value - 1) != 0) return null;
        int power = 0;
        while (value >> power > 1) power++;
        return power;
    }

    /// <summary>Division towards 0: of numbers below 0 the divisor less 1 is added first.</summary>
    private string DivideSigned(BinaryOperator op, string? into, string left, int power)
    {
        string sign = text.Make("shr.s32", "b32", null, left, "31"), bias = text.Make("shr.u32", "b32", null, sign, $"{32 - power}");
        string biased = text.Make("add.s32", "b32", null, left, bias);
        if (op == BinaryOperator.Divide) return text.Make("shr.s32", "b32", into, biased, $"{power}");
        return text.Make("sub.s32", "b32", into, left, text.Make("and.b32", "b32", null, biased, $"{-1 << power}"));
    }

    private string DivideUnsigned(BinaryOperator op, string? into, string left, int power) => op == BinaryOperator.Divide
        ? text.Make("shr.u32", "b32", into, left, $"{power}")
        : text.Make("and.b32", "b32", into, left, $"{(1 << power) - 1}");

    private static bool Is64(Scalar type) => type is Scalar.Long or Scalar.ULong;
}
