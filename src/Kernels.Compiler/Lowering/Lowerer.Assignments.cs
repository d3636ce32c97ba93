using System;
using System.Collections.Generic;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Assignments of every kind.</summary>
internal sealed partial class Lowerer
{
    private Value LowerAssignment(ISimpleAssignmentOperation assignment, bool wanted)
    {
        if (assignment.IsRef) throw LoweringException.At(assignment, Diagnostics.ReferenceParameter, assignment.Target.Syntax.ToString());
        if (assignment.Target is IDiscardOperation)
        {
            if (wanted) return Lower(assignment.Value);
            LowerEffect(assignment.Value);
            return Value.None;
        }

        Target place = TargetOf(assignment.Target);
        int before = _out.Count;
        Value value = LowerAssigned(assignment.Value, place);
        if (_out.Count > before) place = Outlive(place, Effects.Of(_out, before), ref before);
        return AssignTo(place, value, assignment, wanted);
    }

    /// <summary>The target of an assignment: its index is computed before the value.</summary>
    private Target TargetOf(IOperation target)
    {
        switch (target)
        {
            case IParenthesizedOperation inner:
                return TargetOf(inner.Operand);
            case ILocalReferenceOperation local:
                return new SlotTarget(_frame.Find(local.Local) is { } slot and not RefusedStorage ? slot : throw new LoweringException());
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation { Local: { } local } declared }:
                _frame.Storages[local] = DeclareStorage(local.Name, LayoutOf(local.Type, declared), null, mutable: true);
                return new SlotTarget(_frame.Storages[local]);
            case IParameterReferenceOperation parameter:
                return new SlotTarget(_frame.Find(parameter.Parameter) ?? throw new LoweringException());
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                return new SlotTarget(_frame.FindThis() ?? throw Unknown(target));
            case IDiscardOperation:
                return new DiscardTarget();
            case IFieldReferenceOperation { Instance: { } instance } field:
                return FieldOf(TargetOf(instance), field.Field, target);
            case IPropertyReferenceOperation { Instance: { } instance } property when KernelTypes.IsView(property.Property.ContainingType):
                (Memory memory, Expression index) = ElementOf(instance, property.Arguments[0].Value);
                return new ElementTarget(memory, index);
            case IPropertyReferenceOperation { Instance: { } instance } property when FieldBehind(property.Property) is { } field:
                return FieldOf(TargetOf(instance), field, target);
            case IPropertyReferenceOperation:
                throw LoweringException.At(target, Diagnostics.UnknownConstruct, "properties that compute what they are set to", "assign to a field");
            case IFieldReferenceOperation { Field: { IsStatic: true } field }:
                throw LoweringException.At(target, Diagnostics.StaticState, field.Name);
            default:
                throw Unknown(target);
        }
    }

    private static Target FieldOf(Target place, ISymbol field, IOperation target) =>
        place is SlotTarget { Storage: StructStorage structure } && TypeLayout.Of(field.ContainingType) is StructLayout shape
            ? new SlotTarget(structure.Fields[shape.IndexOf(field)])
            : throw Unknown(target);

    private Target Outlive(Target place, Effects effects, ref int at) =>
        place is ElementTarget element && effects.Change(element.Index) ? element with { Index = KeepAt(element.Index, ref at) } : place;

    private Value ReadTarget(Target place) => place switch
    {
        SlotTarget { Storage: var slot } => ReadStorage(slot),
        ElementTarget { Memory: var memory, Index: var index } => new ScalarValue(ElementOf(memory, index)),
        _ => Value.None,
    };

    private Value AssignTo(Target place, Value value, IOperation at, bool wanted)
    {
        switch (place)
        {
            case SlotTarget { Storage: var slot }:
                AssignStorage(slot, value, at);
                return wanted ? ReadStorage(slot) : Value.None;
            case ElementTarget element:
                Expression stored = ((ScalarValue)value).Expression;
                if (wanted) stored = Reuse("stored", stored);
                SetElement(element.Memory, element.Index, stored);
                return new ScalarValue(stored);
            default:
                return value;
        }
    }

    private Value LowerCompound(ICompoundAssignmentOperation assignment, bool wanted)
    {
        if (assignment.IsChecked) throw LoweringException.At(assignment, Diagnostics.CheckedArithmetic);
        if (assignment.IsLifted) throw Unknown(assignment);
        Target place = Shareable(TargetOf(assignment.Target));
        if (assignment.OperatorMethod is { } method && !IsPlain(method))
        {
            Value result = LowerCall(
                method, null, [() => ReadTarget(place), () => Lower(assignment.Value)], assignment, wanted: true, assignment.ConstrainedToType);
            return AssignTo(place, result, assignment, wanted);
        }

        if (OperatorOf(assignment.OperatorKind) is not { } op) throw Unknown(assignment);
        IrType type = TypeOf(assignment.Target), right = TypeOf(assignment.Value);
        int before = _out.Count;
        Value[] operands = InOrder(() => ReadTarget(place), () => Lower(assignment.Value));
        if (_out.Count > before) place = Outlive(place, Effects.Of(_out, before), ref before);

        // The operator works on the type to which C# widens both sides; a shift on that of the left side.
        bool shifts = op is BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.ShiftRightUnsigned;
        IrType wide = !shifts ? right : type.Bits < 32 ? IrType.Int : type;
        Expression left = ExpressionFactory.Convert(((ScalarValue)operands[0]).Expression, wide);
        Expression computed = ExpressionFactory.Convert(ExpressionFactory.Binary(op, left, ((ScalarValue)operands[1]).Expression), type);
        return AssignTo(place, new ScalarValue(computed), assignment, wanted);
    }

    /// <summary>A place that can be read and then written: its index is computed once.</summary>
    private Target Shareable(Target place) =>
        place is ElementTarget element && !IsSettled(element.Index) ? element with { Index = Reuse("index", element.Index) } : place;

    private Value LowerStep(IIncrementOrDecrementOperation step, bool wanted)
    {
        if (step.IsChecked) throw LoweringException.At(step, Diagnostics.CheckedArithmetic);
        if (step.IsLifted || step.OperatorMethod is { } method && !IsPlain(method))
            throw LoweringException.At(step, Diagnostics.UnknownConstruct, "steps of this type", "write an assignment");
        Target place = Shareable(TargetOf(step.Target));
        IrType type = TypeOf(step.Target), wide = type.IsInteger && type.Bits < 32 ? IrType.Int : type;
        Expression before = ((ScalarValue)ReadTarget(place)).Expression;
        if (wanted && step.IsPostfix) before = Keep("before", before);
        BinaryOperator op = step.Kind == OperationKind.Increment ? BinaryOperator.Add : BinaryOperator.Subtract;
        Expression one = ExpressionFactory.Convert(ExpressionFactory.Int(1), wide);
        Expression after = ExpressionFactory.Convert(ExpressionFactory.Binary(op, ExpressionFactory.Convert(before, wide), one), type);
        Value value = AssignTo(place, new ScalarValue(after), step, wanted && !step.IsPostfix);
        return step.IsPostfix ? new ScalarValue(before) : value;
    }

    /// <summary><c>(a, b) = (b, a)</c>: all values are computed before the first is assigned.</summary>
    private void LowerDeconstruction(IDeconstructionAssignmentOperation assignment)
    {
        IOperation target = assignment.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : assignment.Target;
        if (target is not ITupleOperation tuple) throw Unknown(assignment);
        var places = new List<Target>();
        foreach (IOperation element in tuple.Elements) places.Add(TargetOfElement(element));
        int before = _out.Count;
        if (Lower(assignment.Value) is not StructValue value || value.Fields.Count != places.Count)
            throw LoweringException.At(assignment, Diagnostics.UnknownConstruct, "Deconstruct methods", "read the fields one by one");
        if (_out.Count > before)
        {
            var effects = Effects.Of(_out, before);
            for (int i = 0; i < places.Count; i++) places[i] = Outlive(places[i], effects, ref before);
        }

        var fields = new List<Value>(value.Fields);
        for (int i = 0; i < fields.Count; i++)
        {
            int at = _out.Count;
            Value field = ConvertTo(fields[i], LayoutOf(tuple.Elements[i].Type, tuple.Elements[i])) ?? throw Unknown(assignment);
            AssignTo(places[i], field, assignment, wanted: false);
            var effects = Effects.Of(_out, at);
            for (int later = i + 1; later < fields.Count; later++)
            {
                fields[later] = Outlive(fields[later], effects, ref at);
                places[later] = Outlive(places[later], effects, ref at);
            }
        }
    }

    private Target TargetOfElement(IOperation element) => element switch
    {
        ILocalReferenceOperation { IsDeclaration: true, Local: { } local } =>
            new SlotTarget(_frame.Storages[local] = DeclareStorage(local.Name, LayoutOf(local.Type, element), null, mutable: true)),
        ITupleOperation =>
            throw LoweringException.At(element, Diagnostics.UnknownConstruct, "tuples inside a deconstruction", "take them apart one after the other"),
        _ => TargetOf(element),
    };
}
