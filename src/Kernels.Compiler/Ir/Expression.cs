using System.Collections.Generic;

namespace LiVOS.Kernels.Compiler.Ir;

/// <summary>A value: free of side effects, though it may read variables and memory. Integers wrap around; floats are rounded after each
/// operation and never contracted.</summary>
/// <param name="Type">Its type.</param>
internal abstract record Expression(IrType Type);

/// <summary>A number or a truth value, boxed as the C# type of its <see cref="Scalar"/>. Vectors are splats of one.</summary>
internal sealed record Constant(object Value, IrType Type) : Expression(Type);

/// <summary>The value that a variable has when the statement runs.</summary>
internal sealed record Read(Variable Variable) : Expression(Variable.Type);

/// <summary>Reads one element of memory, or for a vector as many consecutive elements as it has lanes. Halves become floats.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Index">The first element.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="IsAligned">Whether a vector lies at a multiple of its size, or of 16 bytes where that is less.</param>
internal sealed record Load(Memory Memory, Expression Index, IrType Type, bool IsAligned = false) : Expression(Type);

/// <summary>An operation on one value.</summary>
internal sealed record Unary(UnaryOperator Operator, Expression Operand) : Expression(Operand.Type);

/// <summary>The operators of <see cref="Unary"/>.</summary>
internal enum UnaryOperator
{
    /// <summary>-x</summary>
    Negate,

    /// <summary>!x of a truth value</summary>
    Not,

    /// <summary>~x</summary>
    Complement,
}

/// <summary>An operation on two values of one type, lane by lane; shifts take an int to the right. <see cref="BinaryOperator.AndAlso"/> and
/// <see cref="BinaryOperator.OrElse"/> look at the right one only if they must.</summary>
internal sealed record Binary(BinaryOperator Operator, Expression Left, Expression Right, IrType Type) : Expression(Type);

/// <summary>The operators of <see cref="Binary"/>. A shift's count is taken modulo the bits of its left operand. Division truncates
/// towards zero.</summary>
internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    And,
    Or,
    Xor,
    ShiftLeft,

    /// <summary>Fills with the sign of a signed integer, with zeros otherwise.</summary>
    ShiftRight,

    /// <summary>Fills with zeros.</summary>
    ShiftRightUnsigned,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    AndAlso,
    OrElse,
}

/// <summary>A scalar as another type, as C# converts: integers keep their low bits, floats go to the nearest integer towards zero and stop
/// at its range's ends, NaN becomes 0.</summary>
internal sealed record Conversion(Expression Operand, IrType Type) : Expression(Type);

/// <summary>A scalar in every lane of a vector.</summary>
internal sealed record Splat(Expression Operand, IrType Type) : Expression(Type);

/// <summary>A vector of scalars, a lane each.</summary>
internal sealed record VectorOf(IReadOnlyList<Expression> Lanes) : Expression(new IrType(Scalar.Float, Lanes.Count));

/// <summary>One lane of a vector.</summary>
internal sealed record LaneOf(Expression Vector, int Number) : Expression(IrType.Float);

/// <summary>One of two values; only that one is computed. The condition is a scalar.</summary>
internal sealed record Select(Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression(WhenTrue.Type);

/// <summary>A function of the language, lane by lane unless it reduces.</summary>
internal sealed record Call(Function Function, IReadOnlyList<Expression> Arguments, IrType Type) : Expression(Type);

/// <summary>The functions that every device has.</summary>
internal enum Function
{
    /// <summary>a b + c, rounded once.</summary>
    Fma,
    Min,
    Max,
    Abs,
    CopySign,
    Sqrt,
    Exp,
    Log,
    Pow,
    Sin,
    Cos,
    Tanh,
    Floor,
    Ceiling,
    Truncate,

    /// <summary>To the nearest integer, halves to the even one.</summary>
    Round,

    /// <summary>The sum of a vector's lanes.</summary>
    ReduceAdd,

    /// <summary>The largest of a vector's lanes.</summary>
    ReduceMax,

    /// <summary>The same bits as another type of as many.</summary>
    BitCast,

    /// <summary>Two floats rounded to halves in a uint, the first in the low bits.</summary>
    PackHalves,

    /// <summary>Two halves in a uint through a ReLU, each.</summary>
    ReluHalves,

    /// <summary>The bits of a float rounded to 10 bits behind the point, halves away from zero.</summary>
    RoundToTf32,
}

/// <summary>Where the running item is in its launch.</summary>
/// <param name="Place">Which number.</param>
/// <param name="Axis">0 for X, 1 for Y, 2 for Z; 0 where there are no axes.</param>
internal sealed record Position(BuiltInIndex Place, int Axis = 0) : Expression(IrType.Int);

/// <summary>The numbers that tell an item's place.</summary>
internal enum BuiltInIndex
{
    /// <summary>The item's number, in a kernel over items.</summary>
    Item,

    /// <summary>The group's number in the grid.</summary>
    GroupInGrid,

    /// <summary>The number of groups.</summary>
    GridSize,

    /// <summary>The item's number in its group.</summary>
    ItemInGroup,

    /// <summary>The number of items in a group.</summary>
    GroupSize,

    /// <summary>The item's number in its warp.</summary>
    LaneInWarp,

    /// <summary>The number of items in a warp.</summary>
    WarpSize,
}
