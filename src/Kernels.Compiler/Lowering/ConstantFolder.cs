using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Arithmetic on the boxed numbers of <see cref="Constant"/>, with C#'s results. Null where there is none, as of a division by zero.</summary>
internal static class ConstantFolder
{
    public static object Zero(Scalar scalar) => scalar switch
    {
        Scalar.Bool => false,
        Scalar.Float => 0f,
        _ => Wrap(0, scalar),
    };

    /// <summary>The low bits of an integer, as a type.</summary>
    public static object Wrap(long bits, Scalar scalar) => unchecked(scalar switch
    {
        Scalar.SByte => (sbyte)bits,
        Scalar.Byte => (byte)bits,
        Scalar.Short => (short)bits,
        Scalar.UShort => (ushort)bits,
        Scalar.Int => (int)bits,
        Scalar.UInt => (uint)bits,
        Scalar.ULong => (object)(ulong)bits,
        _ => bits,
    });

    /// <summary>An integer's value, or the bits of an unsigned one of 64.</summary>
    public static long Bits(object number) => number switch
    {
        sbyte n => n,
        byte n => n,
        short n => n,
        ushort n => n,
        int n => n,
        uint n => n,
        long n => n,
        ulong n => unchecked((long)n),
        bool n => n ? 1 : 0,
        _ => 0,
    };

    public static object? Binary(BinaryOperator op, object left, object right, Scalar scalar) => (left, right) switch
    {
        (float l, float r) => Float(op, l, r),
        (bool l, bool r) => Bool(op, l, r),
        (ulong l, ulong r) when Unsigned(op, l, r) is { } result => result,
        _ => Integer(op, Bits(left), Bits(right), scalar),
    };

    public static object? Unary(UnaryOperator op, object operand, Scalar scalar) => (op, operand) switch
    {
        (UnaryOperator.Not, bool truth) => !truth,
        (UnaryOperator.Negate, float number) => -number,
        (UnaryOperator.Negate, _) => Wrap(unchecked(-Bits(operand)), scalar),
        (UnaryOperator.Complement, _) => Wrap(~Bits(operand), scalar),
        _ => null,
    };

    public static object? Convert(object number, Scalar from, Scalar to)
    {
        if (from == to) return number;
        if (from == Scalar.Bool || to == Scalar.Bool) return null;
        if (to == Scalar.Float) return number is ulong ? null : (float)Bits(number);
        if (number is not float value) return Wrap(Bits(number), to);

        // Towards zero, to the ends of the range; NaN is 0.
        if (float.IsNaN(value)) return Wrap(0, to);
        return to switch
        {
            Scalar.Int => value >= 2147483648f ? int.MaxValue : value < -2147483648f ? int.MinValue : (object)(int)value,
            Scalar.UInt => value >= 4294967296f ? uint.MaxValue : value <= 0 ? 0u : (object)(uint)value,
            Scalar.Long => value >= 9223372036854775808f ? long.MaxValue : value < -9223372036854775808f ? long.MinValue : (object)(long)value,
            Scalar.ULong => value >= 18446744073709551616f ? ulong.MaxValue : value <= 0 ? 0ul : (object)(ulong)value,
            _ => null,
        };
    }

    private static object? Float(BinaryOperator op, float l, float r) => op switch
    {
        BinaryOperator.Add => l + r,
        BinaryOperator.Subtract => l - r,
        BinaryOperator.Multiply => l * r,
        BinaryOperator.Divide => l / r,
        BinaryOperator.Remainder => l % r,
        BinaryOperator.Equal => l == r,
        BinaryOperator.NotEqual => l != r,
        BinaryOperator.Less => l < r,
        BinaryOperator.LessOrEqual => l <= r,
        BinaryOperator.Greater => l > r,
        BinaryOperator.GreaterOrEqual => l >= r,
        _ => null,
    };

    private static object? Bool(BinaryOperator op, bool l, bool r) => op switch
    {
        BinaryOperator.And or BinaryOperator.AndAlso => l & r,
        BinaryOperator.Or or BinaryOperator.OrElse => l | r,
        BinaryOperator.Xor or BinaryOperator.NotEqual => l ^ r,
        BinaryOperator.Equal => l == r,
        _ => null,
    };

    /// <summary>The operators that differ between long and ulong.</summary>
    private static object? Unsigned(BinaryOperator op, ulong l, ulong r) => op switch
    {
        BinaryOperator.Divide when r != 0 => l / r,
        BinaryOperator.Remainder when r != 0 => l % r,
        BinaryOperator.Less => l < r,
        BinaryOperator.LessOrEqual => l <= r,
        BinaryOperator.Greater => l > r,
        BinaryOperator.GreaterOrEqual => l >= r,
        _ => null,
    };

    private static object? Integer(BinaryOperator op, long l, long r, Scalar scalar)
    {
        int bits = new IrType(scalar).Bits, count = (int)(r & (bits - 1));
        return unchecked(op switch
        {
            BinaryOperator.Add => Wrap(l + r, scalar),
            BinaryOperator.Subtract => Wrap(l - r, scalar),
            BinaryOperator.Multiply => Wrap(l * r, scalar),
            BinaryOperator.Divide when Divides(l, r, scalar) => Wrap(l / r, scalar),
            BinaryOperator.Remainder when Divides(l, r, scalar) => Wrap(l % r, scalar),
            BinaryOperator.And => Wrap(l & r, scalar),
            BinaryOperator.Or => Wrap(l | r, scalar),
            BinaryOperator.Xor => Wrap(l ^ r, scalar),
            BinaryOperator.ShiftLeft => Wrap(l << count, scalar),
            BinaryOperator.ShiftRight => scalar == Scalar.ULong ? (ulong)l >> count : Wrap(l >> count, scalar),
            BinaryOperator.ShiftRightUnsigned => Wrap((long)((ulong)(bits == 64 ? l : l & ((1L << bits) - 1)) >> count), scalar),
            BinaryOperator.Equal => l == r,
            BinaryOperator.NotEqual => l != r,
            BinaryOperator.Less => l < r,
            BinaryOperator.LessOrEqual => l <= r,
            BinaryOperator.Greater => l > r,
            BinaryOperator.GreaterOrEqual => (object)(l >= r),
            _ => null,
        });
    }

    private static bool Divides(long l, long r, Scalar scalar) =>
        r != 0 && scalar != Scalar.ULong && !(r == -1 && (l == long.MinValue || (scalar == Scalar.Int && l == int.MinValue)));
}
