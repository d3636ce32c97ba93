using System;
using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Locals and parameters: their storage, how they are read and assigned, and how values survive later statements.</summary>
internal sealed partial class Lowerer
{
    /// <summary>Declares the storage of a local or parameter. A constant that is never assigned needs no variable.</summary>
    private Storage DeclareStorage(string name, TypeLayout shape, Value? initial, bool mutable)
    {
        switch (shape)
        {
            case StructLayout structure:
                var fields = new List<Storage>();
                for (int i = 0; i < structure.Fields.Count; i++)
                    fields.Add(DeclareStorage($"{name}_{structure.Fields[i].Name}", structure.Fields[i].Layout, (initial as StructValue)?.Fields[i], mutable));
                return new StructStorage(fields);
            case ViewLayout:
                var view = (ViewValue?)initial;
                if (!mutable && view is not null && IsSettled(view.Offset)) return new FixedStorage(view);
                return new ViewStorage(name, DeclareVariable($"{name}_Offset", IrType.Int, view?.Offset, mutable), view?.Memory);
            default:
                Expression? value = (initial as ScalarValue)?.Expression;
                if (!mutable && value is Constant) return new FixedStorage(initial!);
                return new ScalarStorage(DeclareVariable(name, ((ScalarLayout)shape).Type, value, mutable));
        }
    }

    private Variable DeclareVariable(string name, IrType type, Expression? initial, bool mutable)
    {
        // The result of a call that was inlined just now is a variable already.
        if (initial is Read { Variable: var result } && result.Name == name && _freshResults.Remove(result)) return result;

        var variable = new Variable(name, type);
        if (!mutable) _stable.Add(variable);
        _out.Add(new Declare(variable, initial));
        return variable;
    }

    /// <summary>Whether an expression is the same, and as cheap, wherever it stands.</summary>
    private bool IsSettled(Expression expression) => expression is Constant or Position || expression is Read read && _stable.Contains(read.Variable);

    private static Value ReadStorage(Storage slot) => slot switch
    {
        FixedStorage named => named.Value,
        ScalarStorage scalar => new ScalarValue(new Read(scalar.Variable)),
        ViewStorage { Memory: { } memory } view => new ViewValue(memory, new Read(view.Offset)),
        StructStorage structure => new StructValue([.. structure.Fields.Select(ReadStorage)]),
        _ => throw new LoweringException(),
    };

    private void AssignStorage(Storage slot, Value value, IOperation place)
    {
        // Fields are assigned one after the other: a value that reads a field is kept from before.
        var leaves = new List<(Storage Storage, Value Value)>();
        AddLeaves(slot, value, leaves);
        for (int i = 0; i < leaves.Count; i++)
        {
            int before = _out.Count;
            AssignLeaf(leaves[i].Storage, leaves[i].Value, place);
            var effects = Effects.Of(_out, before);
            for (int later = i + 1; later < leaves.Count; later++) leaves[later] = (leaves[later].Storage, Outlive(leaves[later].Value, effects, ref before));
        }
    }

    private static void AddLeaves(Storage slot, Value value, List<(Storage Storage, Value Value)> leaves)
    {
        if (slot is not StructStorage structure)
        {
            leaves.Add((slot, value));
            return;
        }

        for (int i = 0; i < structure.Fields.Count; i++) AddLeaves(structure.Fields[i], ((StructValue)value).Fields[i], leaves);
    }

    private void AssignLeaf(Storage slot, Value value, IOperation place)
    {
        switch (slot)
        {
            case ScalarStorage scalar when value is ScalarValue { Expression: Read { Variable: var same } } && same == scalar.Variable:
                break;
            case ScalarStorage scalar:
                _out.Add(new Assign(scalar.Variable, ((ScalarValue)value).Expression));
                break;
            case ViewStorage target:
                var view = (ViewValue)value;
                target.Memory ??= view.Memory;
                if (target.Memory != view.Memory)
                    throw LoweringException.At(place, Diagnostics.TwoMemories, target.Name, target.Memory.Name, view.Memory.Name);
                _out.Add(new Assign(target.Offset, view.Offset));
                break;
            case RefusedStorage:
                throw new LoweringException();
            default:
                throw LoweringException.At(place, Diagnostics.UnknownConstruct, "assignment here", "assign to a local variable of its own");
        }
    }

    /// <summary>Values in C#'s order. Each is copied to a variable if the effects of a later one could change it.</summary>
    private Value[] InOrder(params Func<Value>[] operands)
    {
        var values = new Value[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            int before = _out.Count;
            values[i] = operands[i]();
            if (_out.Count == before) continue;
            var effects = Effects.Of(_out, before);
            for (int earlier = 0; earlier < i; earlier++) values[earlier] = Outlive(values[earlier], effects, ref before);
        }

        return values;
    }

    private Value[] InOrder(IEnumerable<IOperation> operands) => InOrder([.. operands.Select(operand => (Func<Value>)(() => Lower(operand)))]);

    private Expression[] ScalarsInOrder(params IOperation[] operands) => [.. InOrder(operands).Select(value => ((ScalarValue)value).Expression)];

    /// <summary>A value as it was before statement number <paramref name="at"/> and those after it, kept in a variable if they change it.</summary>
    private Value Outlive(Value value, Effects effects, ref int at)
    {
        switch (value)
        {
            case ScalarValue scalar:
                return effects.Change(scalar.Expression) ? new ScalarValue(KeepAt(scalar.Expression, ref at)) : value;
            case ViewValue view:
                return effects.Change(view.Offset) ? view with { Offset = KeepAt(view.Offset, ref at) } : value;
            default:
                var fields = new List<Value>();
                foreach (Value field in ((StructValue)value).Fields) fields.Add(Outlive(field, effects, ref at));
                return new StructValue(fields);
        }
    }

    private Read KeepAt(Expression value, ref int at)
    {
        var variable = new Variable(value is Read read ? read.Variable.Name : "kept", value.Type);
        _stable.Add(variable);
        _out.Insert(at++, new Declare(variable, value));
        return new(variable);
    }
}
