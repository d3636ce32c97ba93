using System;
using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Ptx;

/// <summary>
/// Renders expressions as the instructions that compute them. It returns an operand for each lane: a register or a literal. If a register
/// for the result is given, only the last instruction writes to it, so that it may be an operand too.
/// </summary>
internal sealed class PtxExpressions(PtxText text, PtxRegisters registers, PtxMemory memory)
{
    private readonly PtxConversions _conversions = new(text);
    private readonly PtxIntegers _integers = new(text);
    private readonly PtxFloats _floats = new(text);

    /// <summary>The value of an expression, in the given registers where there are some.</summary>
    public string[] Render(Expression expression, string[]? into = null)
    {
        string[] value = expression switch
        {
            Constant constant => Repeat(PtxLiterals.Render(constant), constant.Type),
            Read read => registers.Of(read.Variable),
            Load load => memory.Load(load.Memory, Address(load.Memory, load.Index), load.Type.Lanes, load.IsAligned, into),
            Unary unary => Lanes(unary.Type, into, (to, x) => Render(unary.Operator, unary.Type.Element, to, x[0]), unary.Operand),
            Binary { Operator: BinaryOperator.AndAlso or BinaryOperator.OrElse } binary when IsLazy(binary.Right) => [Lazy(binary, into?[0])],
            Binary binary => Render(binary, into),
            Conversion conversion => [_conversions.Convert(Register(conversion.Operand), conversion.Operand.Type.Element, conversion.Type.Element, into?[0])],
            Splat splat => Repeat(Scalar(splat.Operand), splat.Type),
            VectorOf vector => [.. vector.Lanes.Select(Scalar)],

            // A register of its own: the vector's may get the result lane by lane.
            LaneOf lane => [text.Make("mov.f32", "f32", into?[0], Render(lane.Vector)[lane.Number])],
            Select select when IsLazy(select.WhenTrue) || IsLazy(select.WhenFalse) => Lazy(select, into),
            Select select => Choose(select, into),
            Call call => Render(call, into),
            Position position => [Render(position, into?[0])],
            _ => throw new NotSupportedException($"PTX has no {expression.GetType().Name}."),
        };
        if (into is null) return value;
        for (int lane = 0; lane < into.Length; lane++)
        {
            if (value[lane] != into[lane]) Move(expression.Type.Element, into[lane], value[lane]);
        }

        return into;
    }

    /// <summary>The value of a scalar: a register or a literal.</summary>
    public string Scalar(Expression expression) => Render(expression)[0];

    /// <summary>The value of a scalar in a register.</summary>
    public string Register(Expression expression) => InRegister(expression.Type.Element, Scalar(expression));

    /// <summary>The values of all lanes in registers.</summary>
    public string[] Registers(Expression expression)
    {
        string[] lanes = Render(expression);
        string first = InRegister(expression.Type.Element, lanes[0]);
        return first == lanes[0] ? lanes : Repeat(first, expression.Type);
    }

    /// <summary>The address of an element. A constant of 0 or more that its number ends with goes into the instruction: were the sum to wrap
    /// around, so would the element lie outside of all memory.</summary>
    public PtxAddress Address(Memory elements, Expression index) => index switch
    {
        Binary { Operator: BinaryOperator.Add, Left: var left, Right: Constant { Value: >= 0 and int right } } => memory.Address(elements, Scalar(left), right),
        Binary { Operator: BinaryOperator.Add, Left: Constant { Value: >= 0 and int left }, Right: var right } => memory.Address(elements, Scalar(right), left),
        _ => memory.Address(elements, Scalar(index), 0),
    };

    /// <summary>The same of a sum, term by term: accesses share the address of the first term, such as that of a view.</summary>
    public PtxAddress AddressOfSum(Memory elements, Expression index)
    {
        if (index is not Binary { Operator: BinaryOperator.Add, Left: var first, Right: var second }) return Address(elements, index);
        int constant = 0;
        if (second is Binary { Operator: BinaryOperator.Add, Left: var term, Right: Constant { Value: >= 0 and int last } }) (second, constant) = (term, last);
        else if (first is Binary { Operator: BinaryOperator.Add } sum && second is Constant { Value: >= 0 and int end })
            (first, second, constant) = (sum.Left, sum.Right, end);
        if (first is Constant || second is Constant) return Address(elements, index);
        return memory.Address(elements, Scalar(second), constant, memory.Address(elements, Scalar(first), 0).Register);
    }

    /// <summary>Goes to a label if a condition has a value.</summary>
    public void Jump(string label, Expression condition, bool when)
    {
        switch (condition)
        {
            case Constant { Value: bool truth }:
                if (truth == when) text.Jump(label);
                break;
            case Unary { Operator: UnaryOperator.Not } not:
                Jump(label, not.Operand, !when);
                break;
            case Binary { Operator: BinaryOperator.AndAlso or BinaryOperator.OrElse } binary when IsLazy(binary.Right):
                if (when == (binary.Operator == BinaryOperator.OrElse))
                {
                    Jump(label, binary.Left, when);
                    Jump(label, binary.Right, when);
                }
                else
                {
                    string passed = text.Label("passed");
                    Jump(passed, binary.Left, !when);
                    Jump(label, binary.Right, when);
                    text.Place(passed);
                }

                break;
            default:
                text.Jump(label, Register(condition), when);
                break;
        }
    }

    /// <summary>Writes a value to a register of its type.</summary>
    private void Move(Scalar type, string into, string value) => text.Do($"mov.{PtxTypes.Register(type)}", into, value);

    private string InRegister(Scalar type, string value) => value[0] == '%'
        ? value
        : text.Make($"mov.{PtxTypes.Register(type)}", PtxTypes.Register(type), null, value);

    private static string[] Repeat(string lane, IrType type) => [.. Enumerable.Repeat(lane, type.Lanes)];

    /// <summary>Computes each lane of a result from the lanes of operands, which come in registers unless they are scalars of numbers.</summary>
    private string[] Lanes(IrType type, string[]? into, Func<string?, string[], string> compute, params IReadOnlyList<Expression> operands)
    {
        string[][] values =
            [.. operands.Select(operand => operand.Type.Element == Ir.Scalar.Bool || operands.Count == 1 ? Registers(operand) : Render(operand))];
        return [.. Enumerable.Range(0, type.Lanes).Select(lane => compute(into?[lane], [.. values.Select(value => value[lane])]))];
    }

    private string Render(UnaryOperator op, Scalar type, string? into, string operand) => op switch
    {
        UnaryOperator.Not => text.Make("not.pred", "pred", into, operand),
        UnaryOperator.Negate when type == Ir.Scalar.Float => text.Make("neg.f32", "f32", into, operand),
        _ => _integers.Unary(op, type, into, operand),
    };

    private string[] Render(Binary binary, string[]? into)
    {
        Scalar type = binary.Left.Type.Element;
        if (type is Ir.Scalar.Int or Ir.Scalar.UInt && binary.Operator == BinaryOperator.Add && (Product(binary.Left) ?? Product(binary.Right)) is { } product)
        {
            string[] factors = [Scalar(product.Left), Scalar(product.Right)];
            return [text.Make("mad.lo.s32", "b32", into?[0], [.. factors, Scalar(product == binary.Left ? binary.Right : binary.Left)])];
        }

        return Lanes(binary.Type, into, (to, x) => type switch
        {
            Ir.Scalar.Bool => Combine(binary.Operator, to, x[0], x[1]),
            Ir.Scalar.Float => _floats.Binary(binary.Operator, to, x[0], x[1]),
            _ => _integers.Binary(binary.Operator, type, to, x[0], x[1]),
        }, binary.Left, binary.Right);
    }

    private static Binary? Product(Expression expression) => expression is Binary { Operator: BinaryOperator.Multiply } product ? product : null;

    private string Combine(BinaryOperator op, string? into, string left, string right) => op switch
    {
        BinaryOperator.And or BinaryOperator.AndAlso => text.Make("and.pred", "pred", into, left, right),
        BinaryOperator.Or or BinaryOperator.OrElse => text.Make("or.pred", "pred", into, left, right),
        BinaryOperator.Xor or BinaryOperator.NotEqual => text.Make("xor.pred", "pred", into, left, right),
        _ => text.Make("not.pred", "pred", into, text.Make("xor.pred", "pred", null, left, right)),
    };

    /// <summary>Whether a value must not be computed in vain: memory may not be there, and a divisor may be 0.</summary>
    public static bool IsLazy(Expression expression) => expression.All().Any(part => part
        is Load or Binary { Operator: BinaryOperator.Divide or BinaryOperator.Remainder, Type.IsInteger: true, Right: not Constant });

    private string Lazy(Binary binary, string? into)
    {
        string result = registers.New("pred"), end = text.Label("and_or");
        Render(binary.Left, [result]);
        text.Jump(end, result, binary.Operator == BinaryOperator.OrElse);
        text.Indent();
        Render(binary.Right, [result]);
        text.Outdent();
        text.Place(end);
        return into is null ? result : text.Make("mov.pred", "pred", into, result);
    }

    private string[] Lazy(Select select, string[]? into)
    {
        string otherwise = text.Label("select"), end = otherwise + "$end";
        string[] result = into ?? [.. Enumerable.Range(0, select.Type.Lanes).Select(_ => registers.New(PtxTypes.Register(select.Type.Element)))];
        Jump(otherwise, select.Condition, false);
        text.Indent();
        Render(select.WhenTrue, result);
        text.Jump(end);
        text.Outdent();
        text.Place(otherwise);
        text.Indent();
        Render(select.WhenFalse, result);
        text.Outdent();
        text.Place(end);
        return result;
    }

    private string[] Choose(Select select, string[]? into)
    {
        string condition = Register(select.Condition), type = PtxTypes.Register(select.Type.Element);
        return Lanes(select.Type, into, (to, x) =>
        {
            if (type != "pred") return text.Make($"selp.{type}", type, to, x[0], x[1], condition);
            string yes = text.Make("and.pred", "pred", null, condition, x[0]);
            string no = text.Make("and.pred", "pred", null, text.Make("not.pred", "pred", null, condition), x[1]);
            return text.Make("or.pred", "pred", to, yes, no);
        }, select.WhenTrue, select.WhenFalse);
    }

    private string[] Render(Call call, string[]? into)
    {
        IrType operand = call.Arguments[0].Type;
        return call.Function switch
        {
            Function.ReduceAdd => [_floats.Sum(Registers(call.Arguments[0]), into?[0])],
            Function.ReduceMax => [_floats.Largest(Registers(call.Arguments[0]), into?[0])],
            Function.BitCast => [text.Make("mov.b32", PtxTypes.Register(call.Type.Element), into?[0], Register(call.Arguments[0]))],
            Function.PackHalves => [text.Make("cvt.rn.f16x2.f32", "b32", into?[0], Register(call.Arguments[1]), Register(call.Arguments[0]))],
            Function.ReluHalves => [text.Make("max.f16x2", "b32", into?[0], Register(call.Arguments[0]), InRegister(Ir.Scalar.UInt, "0"))],
            Function.RoundToTf32 => [text.Make("cvt.rna.tf32.f32", "b32", into?[0], Register(call.Arguments[0]))],
            _ when operand.Element != Ir.Scalar.Float =>
                Lanes(call.Type, into, (to, x) => _integers.Call(call.Function, operand.Element, to, x), call.Arguments),
            _ => Lanes(call.Type, into, (to, x) => _floats.Call(call.Function, operand.IsVector, to, x), call.Arguments),
        };
    }

    private string Render(Position position, string? into)
    {
        string axis = "xyz".Substring(position.Axis, 1);
        string special = position.Place switch
        {
            BuiltInIndex.GroupInGrid => "%ctaid." + axis,
            BuiltInIndex.GridSize => "%nctaid." + axis,
            BuiltInIndex.ItemInGroup => "%tid." + axis,
            BuiltInIndex.GroupSize => "%ntid." + axis,
            BuiltInIndex.LaneInWarp => "%laneid",
            BuiltInIndex.Item => registers.Of(BuiltInIndex.Item)[0],
            _ => "32",
        };
        return position.Place is BuiltInIndex.WarpSize or BuiltInIndex.Item ? special : text.Make("mov.u32", "b32", into, special);
    }
}
