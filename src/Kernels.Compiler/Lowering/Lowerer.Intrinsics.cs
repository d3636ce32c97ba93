using System;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Lowers the kernel language's own methods and .NET's mathematics.</summary>
internal sealed partial class Lowerer
{
    private Memory? _dynamicShared;

    /// <summary>A call of something that devices have themselves; null for methods that must be inlined.</summary>
    private Value? LowerIntrinsic(IMethodSymbol method, IOperation? receiver, Func<Value>[] operands, IOperation place, bool wanted, ITypeSymbol? constrainedTo)
    {
        INamedTypeSymbol? type = method.ContainingType;
        string name = method.AssociatedSymbol?.Name ?? method.Name;
        if (KernelTypes.NameOf(type) is { } owner)
        {
            return owner switch
            {
                "IVec`1" => LowerVector(name, KernelTypes.LanesOf(Resolve(constrainedTo ?? type!.TypeArguments[0])), operands, place),
                "Vec4" when receiver is not null =>
                    new ScalarValue(ExpressionFactory.Lane(((ScalarValue)Lower(receiver)).Expression, "XYZW".IndexOf(name, StringComparison.Ordinal))),
                "Vec16" or "Vec8" or "Vec4" or "Vec1" => LowerVector(name, KernelTypes.LanesOf(type), operands, place),
                "ArrayView`1" when name == "SubView" => LowerSubView(receiver!, operands[0]),
                "Index1D" when method.MethodKind == MethodKind.Conversion => operands[0](),
                "Grid" or "Group" or "Warp" or "SharedMemory" => LowerGroup(owner, name, method, operands, place),
                "TensorCore" => LowerTensorCore(name, method, operands, place),
                "AsyncCopy" => LowerAsyncCopy(name, method, operands, place),
                "Atomic" => LowerAtomic(operands, wanted),
                "Element" => LowerVector(name, 1, operands, place), // as a vector of one lane
                "Prefetch" => Value.None, // a hint, which GPUs do not take
                _ => throw LoweringException.At(place, Diagnostics.UnknownCall, NameOf(method), "kernels do not have it"),
            };
        }

        return KernelTypes.SystemNameOf(type) switch
        {
            "Math" or "MathF" or "Single" or "Int32" or "UInt32" or "Int64" or "UInt64" => LowerMath(name, method, operands, place),
            "BitConverter" when name is "SingleToInt32Bits" or "Int32BitsToSingle" or "SingleToUInt32Bits" or "UInt32BitsToSingle" =>
                new ScalarValue(new Call(Function.BitCast, Scalars(operands), ((ScalarLayout)LayoutOf(method.ReturnType, place)).Type)),
            _ => null,
        };
    }

    private Expression[] Scalars(Func<Value>[] operands) => [.. InOrder(operands).Select(value => ((ScalarValue)value).Expression)];

    private Value LowerVector(string name, int width, Func<Value>[] operands, IOperation place)
    {
        if (width == 0) throw Unknown(place);
        var type = new IrType(Scalar.Float, width);
        if (name == "Width") return new ScalarValue(ExpressionFactory.Int(width));
        Value[] values = InOrder(operands);
        Expression[] scalars = [.. values.OfType<ScalarValue>().Select(value => value.Expression)];
        switch (name)
        {
            case "Load" or "LoadAligned":
                var from = (ViewValue)values[0];
                return new ScalarValue(new Load(from.Memory, ExpressionFactory.Add(from.Offset, scalars[0]), type, IsAligned: name != "Load"));
            case "Store" or "StoreAligned" or "StoreStreaming":
                var to = (ViewValue)values[1];
                _out.Add(new Store(to.Memory, ExpressionFactory.Add(to.Offset, scalars[1]), scalars[0], IsAligned: name == "StoreAligned"));
                return Value.None;
            case "Splat":
                return new ScalarValue(ExpressionFactory.Splat(scalars[0], width));
        }

        return new ScalarValue(name switch
        {
            "Of" => new VectorOf(scalars),
            "Fma" => ExpressionFactory.Call(Function.Fma, scalars),
            "Max" => LowerExtreme(Function.Max, BinaryOperator.Greater, scalars),
            "Min" => LowerExtreme(Function.Min, BinaryOperator.Less, scalars),
            "Abs" => ExpressionFactory.Call(Function.Abs, scalars),
            "Exp" => ExpressionFactory.Call(Function.Exp, scalars),
            "CopySign" => ExpressionFactory.Call(Function.CopySign, scalars),
            "ReduceAdd" => ExpressionFactory.Call(Function.ReduceAdd, scalars),
            "ReduceMax" => ExpressionFactory.Call(Function.ReduceMax, scalars),
            "op_Addition" => ExpressionFactory.Binary(BinaryOperator.Add, scalars[0], scalars[1]),
            "op_Subtraction" => ExpressionFactory.Binary(BinaryOperator.Subtract, scalars[0], scalars[1]),
            "op_Multiply" => ExpressionFactory.Binary(BinaryOperator.Multiply, scalars[0], scalars[1]),
            "op_Division" => ExpressionFactory.Binary(BinaryOperator.Divide, scalars[0], scalars[1]),
            _ => throw Unknown(place),
        });
    }

    /// <summary>The larger or smaller of two vectors' lanes. A single lane follows Vec1, not MathF: the second operand if neither is
    /// larger or smaller.</summary>
    private Expression LowerExtreme(Function function, BinaryOperator wins, Expression[] x)
    {
        if (x[0].Type.IsVector) return ExpressionFactory.Call(function, x);
        Expression a = Reuse("a", x[0]), b = Reuse("b", x[1]);
        return ExpressionFactory.Select(ExpressionFactory.Binary(wins, a, b), a, b);
    }

    private (Memory Memory, Expression Index) ElementOf(IOperation view, IOperation index)
    {
        Value[] values = InOrder(view, index);
        var from = (ViewValue)values[0];
        return (from.Memory, ExpressionFactory.Add(from.Offset, ((ScalarValue)values[1]).Expression));
    }

    private Value LowerViewProperty(IPropertyReferenceOperation reference)
    {
        if (reference.Property.IsIndexer)
        {
            (Memory memory, Expression index) = ElementOf(reference.Instance!, reference.Arguments[0].Value);
            if (memory.Element == Scalar.Half)
                throw LoweringException.At(reference, Diagnostics.UnknownType, "Half", TypeLayout.Advice(Resolve(reference.Type!)));
            return new ScalarValue(ElementOf(memory, index));
        }

        var view = (ViewValue)Lower(reference.Instance!);
        return view is { Memory.Space: MemorySpace.Shared, Offset: Constant { Value: int offset } }
            ? new ScalarValue(new Constant((long)view.Memory.Length - offset, new IrType(Scalar.Long)))
            : throw LoweringException.At(reference, Diagnostics.ViewLength, reference.Instance!.Syntax.ToString());
    }

    private Value LowerSubView(IOperation receiver, Func<Value> start)
    {
        Value[] values = InOrder(() => Lower(receiver), start);
        var view = (ViewValue)values[0];
        return view with { Offset = ExpressionFactory.Add(view.Offset, ((ScalarValue)values[1]).Expression) };
    }

    private Value LowerGroup(string owner, string name, IMethodSymbol method, Func<Value>[] operands, IOperation place)
    {
        if (_overItems) throw LoweringException.At(place, Diagnostics.NoGroup, $"{owner}.{name}");
        BuiltInIndex? number = (owner, name.TrimEnd('X', 'Y', 'Z')) switch
        {
            ("Grid", "Idx") => BuiltInIndex.GroupInGrid,
            ("Grid", "Dim") => BuiltInIndex.GridSize,
            ("Group", "Idx") => BuiltInIndex.ItemInGroup,
            ("Group", "Dim") => BuiltInIndex.GroupSize,
            ("Warp", "LaneId") or ("Warp", "LaneIdx") => BuiltInIndex.LaneInWarp,
            ("Warp", "Size") => BuiltInIndex.WarpSize,
            _ => null,
        };
        if (number is { } found) return new ScalarValue(new Position(found, owner == "Warp" ? 0 : name[name.Length - 1] - 'X'));

        switch (name)
        {
            case "Barrier":
                _out.Add(new Ir.Barrier());
                return Value.None;
            case "GetDynamic":
                _dynamicShared ??= new Memory(_name ?? "shared", Scalar.Float, MemorySpace.DynamicShared);
                return new ViewValue(_dynamicShared, ExpressionFactory.Int(0));
            case "AsBits":
                return LowerAsBits((ViewValue)operands[0](), method, place);
            case "Allocate":
                return LowerAllocate(method, operands[0], place);
            default:
                return LowerShuffle(name, operands);
        }
    }

    private Value LowerAllocate(IMethodSymbol method, Func<Value> length, IOperation place)
    {
        if (_loops > 0) throw LoweringException.At(place, Diagnostics.SharedAllocation, "allocate it before the loop");
        if (LayoutOf(method.TypeArguments[0], place) is not ScalarLayout { Type: { IsVector: false } type })
            throw LoweringException.At(place, Diagnostics.SharedAllocation, "its elements must be numbers");
        if (length() is not ScalarValue { Expression: Constant { Value: int number and > 0 } })
            throw LoweringException.At(
                place, Diagnostics.SharedAllocation, "write a constant length above 0, or use SharedMemory.GetDynamic(), whose length the launch chooses");
        return new ViewValue(new Memory(_name ?? "shared", type.Element, MemorySpace.Shared, number), ExpressionFactory.Int(0));
    }

    private Value LowerShuffle(string name, Func<Value>[] operands)
    {
        Expression[] scalars = Scalars(operands);
        Expression size = new Position(BuiltInIndex.WarpSize), self = new Position(BuiltInIndex.LaneInWarp), lane = scalars[1];
        if (name == "ShuffleDown")
        {
            lane = Reuse("lane", ExpressionFactory.Add(self, lane));
            lane = ExpressionFactory.Select(ExpressionFactory.Binary(BinaryOperator.Less, lane, size), lane, self);
        }
        else if (name == "ShuffleXor")
        {
            lane = ExpressionFactory.Binary(BinaryOperator.Remainder, ExpressionFactory.Binary(BinaryOperator.Xor, self, lane), size);
        }

        var result = new Variable("shuffled", IrType.Float);
        _out.Add(new Declare(result));
        _out.Add(new Shuffle(result, scalars[0], lane));
        return new ScalarValue(new Read(result));
    }

    private Value LowerAtomic(Func<Value>[] operands, bool wanted)
    {
        Value[] values = InOrder(operands);
        var view = (ViewValue)values[0];
        Expression index = ((ScalarValue)values[1]).Expression, value = ((ScalarValue)values[2]).Expression;
        Variable? before = wanted ? new("before", value.Type) : null;
        if (before is not null) _out.Add(new Declare(before));
        _out.Add(new AtomicAdd(view.Memory, ExpressionFactory.Add(view.Offset, index), value, before));
        return before is null ? Value.None : new ScalarValue(new Read(before));
    }
}
