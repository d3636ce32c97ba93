using System;
using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.OpenCl;

/// <summary>
/// Renders expressions. C# integers wrap around, while an overflow of C's signed ones is undefined; so sums and products of signed integers
/// are computed as unsigned ones (one operand is cast, and C takes the others along), unless they cannot overflow.
/// </summary>
internal sealed class OpenClExpressions(OpenClNames names, OpenClHelpers helpers, ValueRanges ranges)
{
    public CText Render(Expression expression) => expression switch
    {
        Constant { Type.IsVector: true } constant => Vector(constant.Type, OpenClLiterals.Render(constant)),
        Constant constant => OpenClLiterals.Render(constant),
        Read read => new(names.Of(read.Variable), Level.Primary, read.Type.Element),
        Load { Memory.Element: Scalar.Half } load =>
            Function($"vload_half{(load.Type.IsVector ? load.Type.Lanes : "")}", load.Type, "0", "&" + Element(load.Memory, load.Index)),
        Load { Type.IsVector: true } load => Function($"vload{load.Type.Lanes}", load.Type, "0", "&" + Element(load.Memory, load.Index)),
        Load load => new(Element(load.Memory, load.Index), Level.Primary, load.Memory.Element),
        Unary unary => Render(unary),
        Binary binary => Render(binary),
        Conversion conversion => Convert(Render(conversion.Operand), conversion.Operand.Type.Element, conversion.Type.Element),
        Splat splat => Vector(splat.Type, Render(splat.Operand).As(Scalar.Float)),
        VectorOf vector => Vector(vector.Type, [.. vector.Lanes.Select(lane => Render(lane).As(Scalar.Float))]),
        LaneOf lane => new($"{Render(lane.Vector).Within(Level.Primary)}.s{lane.Number}", Level.Primary, Scalar.Float),
        Select select => Render(select),
        Call call => Render(call),
        Position position => Render(position),
        _ => throw new NotSupportedException($"OpenCL C has no {expression.GetType().Name}."),
    };

    /// <summary>An expression where C takes any integer of its size, or converts by itself: the text alone.</summary>
    public string Text(Expression expression) => Render(expression).Code;

    /// <summary>An element of memory. An index in bounds is not negative, so an unsigned one is the same.</summary>
    public string Element(Memory memory, Expression index) => $"{names.Of(memory)}[{Text(index)}]";

    /// <summary>The step from a variable's value to its next, such as <c>i++</c> or <c>sum += x</c>; null where C has no operator for it.</summary>
    public string? Step(Variable variable, Expression value)
    {
        if (value is not Binary { Left: Read read } binary || read.Variable != variable || !HasCompound(binary.Operator) || Sign(binary) is not { } sign)
            return null;
        bool wraps = Wraps(binary);
        if (!wraps && binary is { Operator: BinaryOperator.Add, Right: Constant { Value: 1 } }) return names.Of(variable) + "++";
        CText right = Render(binary.Right);
        if (wraps && !IsUnsigned(right.Type)) right = Suffixed(binary.Right) ?? right.Exactly(OpenClTypes.Unsigned(variable.Type.Element));
        else if (binary.Operator is BinaryOperator.Divide or BinaryOperator.Remainder) right = right.As(variable.Type.Element);
        return $"{names.Of(variable)} {sign}= {right.Code}";
    }

    private CText Render(Unary unary)
    {
        CText operand = Render(unary.Operand);
        Scalar type = unary.Type.Element;
        if (unary.Operator == UnaryOperator.Negate && type is Scalar.Int or Scalar.Long && !ranges.IsExact(unary))
            operand = operand.Exactly(OpenClTypes.Unsigned(type));
        string sign = unary.Operator switch { UnaryOperator.Negate => "-", UnaryOperator.Not => "!", _ => "~" };
        string code = operand.Within(Level.Unary);
        Scalar result = unary.Operator == UnaryOperator.Not ? Scalar.Bool : OpenClTypes.Promotes(operand.Type) ? Scalar.Int : operand.Type;
        return new(sign + (code[0] == sign[0] ? $"({code})" : code), Level.Unary, result);
    }

    private CText Render(Binary binary)
    {
        Scalar type = binary.Left.Type.Element;
        CText left = Render(binary.Left), right = Render(binary.Right);
        switch (binary.Operator)
        {
            case BinaryOperator.Remainder when type == Scalar.Float:
                return Function("fmod", binary.Type, left.Code, right.Code);
            case BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply:
                if (Wraps(binary)) (left, right) = Unsigned(binary, left, right);
                return Join(binary, left, right, Wider(left.Type, right.Type));
            case BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Xor:
                return Join(binary, left, right, type == Scalar.Bool ? Scalar.Bool : Wider(left.Type, right.Type));
            case BinaryOperator.ShiftLeft:
                return Join(binary, left, right, Wider(left.Type, Scalar.Int));
            case BinaryOperator.ShiftRight:
                return Join(binary, left.As(type), right, type);
            case BinaryOperator.ShiftRightUnsigned:
                return Join(binary, left.Exactly(OpenClTypes.Unsigned(type)), right, OpenClTypes.Unsigned(type));
            case BinaryOperator.Divide or BinaryOperator.Remainder:
                return Join(binary, left.As(type), right.As(type), type);
            case BinaryOperator.AndAlso or BinaryOperator.OrElse or BinaryOperator.Equal or BinaryOperator.NotEqual:
                return Join(binary, left, right, Scalar.Bool);
            default:
                return Join(binary, left.As(type), right.As(type), Scalar.Bool);
        }
    }

    // Bit operators and shifts stand in parentheses among other operators, because few people remember their precedence in C.
    private static CText Join(Binary binary, CText left, CText right, Scalar type)
    {
        Level level = LevelOf(binary.Operator);
        bool isBitwise = level is Level.Shift or Level.And or Level.Xor or Level.Or;
        string first = left.Within(isBitwise && left.Level != level ? Level.Unary : level);
        string second = right.Within(isBitwise ? Level.Unary : level - 1);
        return new($"{first} {Sign(binary) ?? ">>"} {second}", level, type);
    }

    private bool Wraps(Binary binary) =>
        binary.Operator is BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply
        && binary.Type.IsSigned && !ranges.IsExact(binary);

    /// <summary>Makes one of two operands unsigned, so that C computes with both as such.</summary>
    private static (CText Left, CText Right) Unsigned(Binary binary, CText left, CText right) =>
        IsUnsigned(left.Type) || IsUnsigned(right.Type) ? (left, right)
        : Suffixed(binary.Right) is { } number ? (left, number)
        : (Suffixed(binary.Left) ?? left.Exactly(OpenClTypes.Unsigned(binary.Type.Element)), right);

    /// <summary>A constant of 0 or more as an unsigned one; null for anything else.</summary>
    private static CText? Suffixed(Expression expression) => expression switch
    {
        Constant { Value: >= 0 and int value } => new($"{value}u", Level.Primary, Scalar.UInt),
        Constant { Value: >= 0L and long value } => new($"{value}UL", Level.Primary, Scalar.ULong),
        _ => null,
    };

    private static bool IsUnsigned(Scalar type) => type is Scalar.UInt or Scalar.ULong;

    // C's usual conversions, among the types that one operation meets here.
    private static Scalar Wider(Scalar a, Scalar b) =>
        OpenClTypes.Promotes(a) ? OpenClTypes.Promotes(b) ? Scalar.Int : b
        : OpenClTypes.Promotes(b) || a is Scalar.ULong or Scalar.Float ? a
        : b;

    private static CText Convert(CText text, Scalar from, Scalar to)
    {
        if (from == to) return text;
        if (from == Scalar.Float)
        {
            // As in C#, small integers are the low bits of an int.
            Scalar wide = to is Scalar.UInt or Scalar.Long or Scalar.ULong ? to : Scalar.Int;
            return new CText($"convert_{OpenClTypes.Name(wide)}_sat({text.Code})", Level.Primary, wide).As(to);
        }

        if (to == Scalar.Int && OpenClTypes.Promotes(from)) return text;
        bool keepsBits = to != Scalar.Float && new IrType(to).Bits <= new IrType(from).Bits;
        return (keepsBits ? text : text.As(from)).Exactly(to);
    }

    private CText Render(Select select)
    {
        CText yes = Render(select.WhenTrue), no = Render(select.WhenFalse);
        Scalar type = select.Type.Element;
        if (yes.Type != no.Type) (yes, no) = (yes.As(type), no.As(type));
        Scalar result = yes.Type == no.Type ? yes.Type : type;
        return new($"{Render(select.Condition).Within(Level.OrElse)} ? {yes.Within(Level.OrElse)} : {no.Code}", Level.Choose, result);
    }

    private CText Render(Call call)
    {
        IrType type = call.Type;
        IrType operand = call.Arguments[0].Type;
        string[] arguments = [.. call.Arguments.Select(argument => Render(argument).Exactly(argument.Type.Element).Code)];
        bool isFloat = operand.Element == Scalar.Float;
        switch (call.Function)
        {
            case Ir.Function.Min when isFloat:
                return Function(operand.IsVector ? helpers.Min(operand.Lanes) : helpers.Min(), type, arguments);
            case Ir.Function.Max when isFloat:
                return Function(operand.IsVector ? helpers.Max(operand.Lanes) : helpers.Max(), type, arguments);
            case Ir.Function.Round:
                return Function(helpers.Round(), type, arguments);
            case Ir.Function.Abs when !isFloat:
                return Function("abs", new(OpenClTypes.Unsigned(operand.Element)), arguments);
            case Ir.Function.ReduceAdd:
                return operand.IsVector ? Function(helpers.Sum(operand.Lanes), type, arguments) : Render(call.Arguments[0]);
            case Ir.Function.ReduceMax:
                return operand.IsVector ? Function(helpers.Largest(operand.Lanes), type, arguments) : Render(call.Arguments[0]);
            case Ir.Function.BitCast:
                return Function($"as_{OpenClTypes.Name(type)}", type, arguments);
            default:
                return Function(NameOf(call.Function), type, arguments);
        }
    }

    private static string NameOf(Function function) => function switch
    {
        Ir.Function.Abs => "fabs",
        Ir.Function.Ceiling => "ceil",
        Ir.Function.Truncate => "trunc",
        _ => function.ToString().ToLowerInvariant(),
    };

    private CText Render(Position position)
    {
        if (position.Place is BuiltInIndex.LaneInWarp or BuiltInIndex.WarpSize) helpers.UseWarps();
        string call = position.Place switch
        {
            BuiltInIndex.Item => "get_global_id(0)",
            BuiltInIndex.GroupInGrid => $"get_group_id({position.Axis})",
            BuiltInIndex.GridSize => $"get_num_groups({position.Axis})",
            BuiltInIndex.ItemInGroup => $"get_local_id({position.Axis})",
            BuiltInIndex.GroupSize => $"get_local_size({position.Axis})",
            BuiltInIndex.LaneInWarp => "warp_lane()",
            _ => "warp_size()",
        };
        return new("(int)" + call, Level.Unary, Scalar.Int);
    }

    private static CText Vector(IrType type, params CText[] lanes) =>
        new($"({OpenClTypes.Name(type)})({string.Join(", ", lanes.Select(lane => lane.Code))})", Level.Unary, Scalar.Float);

    private static CText Function(string name, IrType type, params IEnumerable<string> arguments) =>
        new($"{name}({string.Join(", ", arguments)})", Level.Primary, type.Element);

    private static string? Sign(Binary binary) => binary.Operator switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Remainder when binary.Left.Type.IsInteger => "%",
        BinaryOperator.And => "&",
        BinaryOperator.Or => "|",
        BinaryOperator.Xor => "^",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.AndAlso => "&&",
        BinaryOperator.OrElse => "||",
        _ => null,
    };

    private static bool HasCompound(BinaryOperator binary) =>
        LevelOf(binary) is Level.Multiply or Level.Add or Level.Shift or Level.And or Level.Xor or Level.Or;

    private static Level LevelOf(BinaryOperator binary) => binary switch
    {
        BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Remainder => Level.Multiply,
        BinaryOperator.Add or BinaryOperator.Subtract => Level.Add,
        BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.ShiftRightUnsigned => Level.Shift,
        BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => Level.Relate,
        BinaryOperator.Equal or BinaryOperator.NotEqual => Level.Equal,
        BinaryOperator.And => Level.And,
        BinaryOperator.Xor => Level.Xor,
        BinaryOperator.Or => Level.Or,
        BinaryOperator.AndAlso => Level.AndAlso,
        _ => Level.OrElse,
    };
}
