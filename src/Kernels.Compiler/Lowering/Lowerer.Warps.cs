using System;
using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Warp operations on tensor cores, and asynchronous copies.</summary>
internal sealed partial class Lowerer
{
    private const int QuadFields = 4;

    /// <summary>An assignment's value, and the variable that it goes to: a product is computed right there, with no copy.</summary>
    private (IOperation? Value, Variable? To) _assigned;

    private Value LowerAssigned(IOperation value, Target place)
    {
        _assigned = place is SlotTarget { Storage: ScalarStorage { Variable: var variable } } ? (value, variable) : default;
        return Lower(value);
    }

    private Value LowerTensorCore(string name, IMethodSymbol method, Func<Value>[] operands, IOperation place)
    {
        if (name is "PackHalves" or "ReluHalves" or "RoundToTf32")
        {
            Function function = name switch
            {
                "PackHalves" => Function.PackHalves,
                "ReluHalves" => Function.ReluHalves,
                _ => Function.RoundToTf32,
            };
            return new ScalarValue(new Call(function, Scalars(operands), new IrType(Scalar.UInt)));
        }

        if (_overItems) throw LoweringException.At(place, Diagnostics.NoGroup, NameOf(method));
        Variable? to = _assigned.Value == place ? _assigned.To : null;
        string? wish = _namedCall == place ? _name : null;
        Value[] values = InOrder(operands);
        return name switch
        {
            "LoadMatrices" => LowerLoadMatrices(values, wish, method, place),
            "MultiplyHalves" => LowerMultiply(MatrixKind.Halves, values, wish, to),
            "MultiplyTf32" => LowerMultiply(MatrixKind.Tf32, values, wish, to),
            _ => throw Unknown(place),
        };
    }

    private StructValue LowerLoadMatrices(Value[] values, string? wish, IMethodSymbol method, IOperation place)
    {
        (Memory memory, Expression row) = PlaceOf(values[0], values[1]);
        if (memory.Space == MemorySpace.Buffer) throw LoweringException.At(place, Diagnostics.UnknownCall, NameOf(method), "it loads from shared memory only");
        IEnumerable<string> names = "XYZW".Select(field => $"{wish ?? "matrices"}_{field}");
        Variable[] results = [.. names.Select(name => NewResult(name, new IrType(Scalar.UInt), wish is not null))];
        _out.Add(new LoadMatrices(results, memory.Whole ?? memory, row));
        return new([.. results.Select(result => new ScalarValue(new Read(result)))]);
    }

    private ScalarValue LowerMultiply(MatrixKind kind, Value[] values, string? wish, Variable? to)
    {
        Expression[] left = [.. ((StructValue)values[0]).Fields.Select(field => ((ScalarValue)field).Expression)];
        Expression[] rest = [.. values.Skip(1).Take(3).Select(value => ((ScalarValue)value).Expression)];
        Variable result = to ?? NewResult(wish ?? "product", rest[2].Type, wish is not null);
        _out.Add(new MultiplyMatrices(kind, result, left, [rest[0], rest[1]], rest[2]));
        return new(new Read(result));
    }

    /// <summary>A variable that gets its value right after it begins; of a local's name, it becomes that local.</summary>
    private Variable NewResult(string name, IrType type, bool isNamed)
    {
        var result = new Variable(name, type);
        _out.Add(new Declare(result));
        if (isNamed) _freshResults.Add(result);
        return result;
    }

    private Value LowerAsyncCopy(string name, IMethodSymbol method, Func<Value>[] operands, IOperation place)
    {
        if (_overItems) throw LoweringException.At(place, Diagnostics.NoGroup, NameOf(method));
        string? wish = _namedCall == place ? _name : null;
        Value[] values = InOrder(operands);
        switch (name)
        {
            case "Either":
                return LowerEither((ViewValue)values[0], (ViewValue)values[1], ((ScalarValue)values[2]).Expression, wish ?? "either", method, place);
            case "Begin":
                (Memory from, Expression fromIndex) = PlaceOf(values[0], values[1]);
                (Memory to, Expression toIndex) = PlaceOf(values[2], values[3]);
                if (from.Space != MemorySpace.Buffer || to.Space == MemorySpace.Buffer)
                    throw LoweringException.At(place, Diagnostics.UnknownCall, NameOf(method), "it copies from a buffer to shared memory only");
                _out.Add(new BeginCopy(from, fromIndex, to, toIndex, ((ScalarValue)values[4]).Expression));
                break;
            case "Commit":
                _out.Add(new CommitCopies());
                break;
            case "Wait":
                if (values[0] is not ScalarValue { Expression: Constant { Value: int and >= 0 and var pending } })
                    throw LoweringException.At(place, Diagnostics.UnknownCall, NameOf(method), "how many batches may be pending must be a constant, 0 or more");
                _out.Add(new WaitForCopies(pending));
                break;
            default:
                throw Unknown(place);
        }

        return Value.None;
    }

    private ViewValue LowerEither(ViewValue first, ViewValue second, Expression takesSecond, string name, IMethodSymbol method, IOperation place)
    {
        if (first.Memory.Space != MemorySpace.Buffer || second.Memory.Space != MemorySpace.Buffer)
            throw LoweringException.At(place, Diagnostics.UnknownCall, NameOf(method), "it chooses between buffers only");
        Expression offset = first.Offset == second.Offset ? first.Offset : ExpressionFactory.Select(takesSecond, second.Offset, first.Offset);
        var result = new Memory(name, first.Memory.Element, MemorySpace.Buffer);
        _out.Add(new ChooseBuffer(result, first.Memory, second.Memory, takesSecond));
        return new ViewValue(result, offset);
    }

    private static (Memory Memory, Expression Index) PlaceOf(Value view, Value index) =>
        (((ViewValue)view).Memory, ExpressionFactory.Add(((ViewValue)view).Offset, ((ScalarValue)index).Expression));

    /// <summary>A view of the bits of an array's elements.</summary>
    private static Value LowerAsBits(ViewValue view, IMethodSymbol method, IOperation place) => view.Memory.Space == MemorySpace.Buffer
        ? throw LoweringException.At(place, Diagnostics.UnknownCall, NameOf(method), "it takes an array of shared memory")
        : view with { Memory = view.Memory.Bits };

    /// <summary>Reads an element.</summary>
    private static Expression ElementOf(Memory memory, Expression index) => memory.Whole is { } whole
        ? new Call(Function.BitCast, [new Load(whole, index, new IrType(whole.Element))], new IrType(memory.Element))
        : new Load(memory, index, new IrType(memory.Element));

    /// <summary>Writes an element.</summary>
    private void SetElement(Memory memory, Expression index, Expression value) => _out.Add(memory.Whole is { } whole
        ? new Store(whole, index, new Call(Function.BitCast, [value], new IrType(whole.Element)))
        : new Store(memory, index, value));
}
