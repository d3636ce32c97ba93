using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Calls, all of them inlined.</summary>
internal sealed partial class Lowerer
{
    /// <summary>The call whose result gets a local's name, because it is all of that local's initial value.</summary>
    private IOperation? _namedCall;
    private string? _name;

    /// <summary>The variables that the named call's result is in: the local may take them over.</summary>
    private readonly HashSet<Variable> _freshResults = [];

    private Value LowerNamed(string name, IOperation initial)
    {
        (_namedCall, _name) = (initial, name);
        _freshResults.Clear();
        Value value = Lower(initial);
        (_namedCall, _name) = (null, null);
        return value;
    }

    private Value LowerInvocation(IInvocationOperation call, bool wanted)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
            throw LoweringException.At(call, Diagnostics.UnknownCall, call.Syntax.ToString(), "it is a delegate; call a static method by its name");
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out } reference)
                throw LoweringException.At(argument, Diagnostics.ReferenceParameter, reference.Name);
        }

        // Named arguments come in their own order; parameters want theirs.
        int[] order = [.. call.Arguments.Select(argument => argument.Parameter?.Ordinal ?? 0)];
        return LowerCall(
            method, call.Instance, [.. call.Arguments.Select(argument => (Func<Value>)(() => Lower(argument.Value)))], call, wanted, call.ConstrainedToType,
            order);
    }

    private Value LowerCall(
        IMethodSymbol method, IOperation? receiver, IOperation[] operands, IOperation place, bool wanted, ITypeSymbol? constrainedTo = null) =>
        LowerCall(method, receiver, [.. operands.Select(operand => (Func<Value>)(() => Lower(operand)))], place, wanted, constrainedTo);

    private Value LowerCall(
        IMethodSymbol method, IOperation? receiver, Func<Value>[] operands, IOperation place, bool wanted, ITypeSymbol? constrainedTo = null,
        int[]? order = null)
    {
        Func<Value>[] byParameter = order is null ? operands : ByParameter(operands, order);
        if (LowerIntrinsic(method, receiver, byParameter, place, wanted, constrainedTo) is { } known) return known;

        method = Implementation(method, constrainedTo ?? (method.IsStatic ? null : receiver?.Type), place);
        IMethodSymbol declared = method.OriginalDefinition;
        if (method is { IsVirtual: true } or { IsAbstract: true } or { ContainingType.TypeKind: TypeKind.Class, IsStatic: false }
            && method.MethodKind != MethodKind.LocalFunction)
            throw LoweringException.At(place, Diagnostics.UnknownCall, NameOf(method), "it is a method of an object; make it static, or a method of a struct");
        if (MethodBody.Of(declared, compilation, cancellation) is not { } body)
            throw LoweringException.At(
                place, Diagnostics.UnknownCall, NameOf(method), "its source is not in this project; write it here, or use what the language and MathF have");
        if (_frame.FrameOf(declared) is not null) throw LoweringException.At(place, Diagnostics.Recursion, NameOf(method));
        if (method.ReturnsByRef || method.ReturnsByRefReadonly) throw LoweringException.At(place, Diagnostics.ReferenceParameter, NameOf(method));

        Storage? self = null;
        if (receiver is not null && body.ChangesThis && !method.IsReadOnly)
        {
            self = ReceiverStorage(receiver, method);
            receiver = null;
        }

        Value[] values = InOrder(receiver is null ? operands : [() => Lower(receiver), .. operands]);
        ImmutableArray<Value> arguments = [.. receiver is null ? values : values.Skip(1)];
        if (order is not null) arguments = [.. arguments.Select((value, i) => (value, i)).OrderBy(pair => order[pair.i]).Select(pair => pair.value)];

        CallFrame? outer = method.MethodKind == MethodKind.LocalFunction ? _frame.FrameOf(((IMethodSymbol)method.ContainingSymbol).OriginalDefinition) : null;
        var frame = new CallFrame(declared, body, _frame, outer) { This = self };
        AddTypes(frame, method);
        return Inline(frame, receiver is null ? null : values[0], arguments, place, self is null && outer is null);
    }

    /// <summary>Operands in the order of their parameters; computed, when the first is asked for, in the order in which they are written.</summary>
    private Func<Value>[] ByParameter(Func<Value>[] operands, int[] order)
    {
        if (order.SequenceEqual(order.OrderBy(ordinal => ordinal))) return operands;
        Value[]? values = null;
        Func<Value> Written(int i) => () => (values ??= InOrder(operands))[i];
        return [.. order.Select((ordinal, i) => (ordinal, i)).OrderBy(pair => pair.ordinal).Select(pair => Written(pair.i))];
    }

    private Value Inline(CallFrame frame, Value? self, ImmutableArray<Value> arguments, IOperation place, bool keepsVariables)
    {
        CallFrame caller = _frame;
        string? name = _namedCall == place ? _name : null;
        IOperation? expression = frame.Body.Expression;
        ITypeSymbol resultType = frame.Method.ReturnType;
        bool returns = resultType.SpecialType != SpecialType.System_Void;
        Value result = Value.None;
        _frame = frame;
        if (expression is not null && returns)
        {
            // A body that is one expression is that expression, in place of the call.
            bool pure = expression.DescendantsAndSelf()
                .All(part => part is not (IAssignmentOperation or IIncrementOrDecrementOperation or IInvocationOperation));
            Bind(frame, self, arguments, keepsVariables, pure);
            result = Lower(expression);
        }
        else
        {
            if (returns)
            {
                string resultName = name ?? char.ToLowerInvariant(frame.Method.Name[0]) + frame.Method.Name.Substring(1);
                frame.Result = DeclareStorage(resultName, LayoutOf(resultType, place), null, mutable: true);
            }

            frame.Returns = new ExitScope("returned", _loops);
            List<Statement> statements = Capture(() =>
            {
                Bind(frame, self, arguments, keepsVariables, pure: false);
                LowerStatements(frame.Body.Statements);
            });
            AddExitScope(frame.Returns, statements, NameOf(frame.Method));
            if (frame.Result is { } slot) result = ReadStorage(slot);
            if (name is not null && frame.Result is ScalarStorage { Variable: var variable }) _freshResults.Add(variable);
        }

        _frame = caller;
        return result;
    }

    private void Bind(CallFrame frame, Value? self, ImmutableArray<Value> arguments, bool keepsVariables, bool pure)
    {
        if (self is not null) frame.This = BindTo("self", self, keepsVariables, inPlace: false);
        for (int i = 0; i < frame.Method.Parameters.Length; i++)
        {
            IParameterSymbol parameter = frame.Method.Parameters[i];
            bool inPlace = pure && (!frame.Body.Uses.TryGetValue(parameter, out int uses) || uses == 1);
            frame.Storages[parameter] = frame.Body.Assigned.Contains(parameter)
                ? DeclareStorage(parameter.Name, LayoutOf(parameter.Type, frame.Body.Root), arguments[i], mutable: true)
                : BindTo(parameter.Name, arguments[i], keepsVariables, inPlace);
        }
    }

    /// <summary>A parameter that is never assigned: the argument itself, if it cannot change before it is read.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">The argument.</param>
    /// <param name="keepsVariables">Whether the method changes no variable that the argument may read.</param>
    /// <param name="inPlace">Whether the argument may be computed where the parameter is read.</param>
    private Storage BindTo(string name, Value value, bool keepsVariables, bool inPlace)
    {
        bool Stays(Expression expression) => inPlace || IsSettled(expression) || keepsVariables && expression is Read;
        switch (value)
        {
            case ScalarValue scalar:
                return new FixedStorage(Stays(scalar.Expression) ? value : new ScalarValue(Keep(name, scalar.Expression)));
            case ViewValue view:
                return new FixedStorage(Stays(view.Offset) ? value : view with { Offset = Keep($"{name}_Offset", view.Offset) });
            default:
                var fields = new List<Storage>();
                foreach (Value field in ((StructValue)value).Fields) fields.Add(BindTo(name, field, keepsVariables, inPlace));
                return new StructStorage(fields);
        }
    }

    private Storage ReceiverStorage(IOperation receiver, IMethodSymbol method)
    {
        if (receiver is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
            or IPropertyReferenceOperation or IInstanceReferenceOperation
            && TargetOf(receiver) is SlotTarget { Storage: StructStorage slot }) return slot;
        return DeclareStorage("self", LayoutOf(method.ContainingType, receiver), Lower(receiver), mutable: true);
    }

    private void AddTypes(CallFrame frame, IMethodSymbol method)
    {
        for (int i = 0; i < method.TypeParameters.Length; i++) frame.Types[method.OriginalDefinition.TypeParameters[i]] = Resolve(method.TypeArguments[i]);
        AddTypes(frame, method.ContainingType);
    }

    private void AddTypes(CallFrame frame, INamedTypeSymbol? type)
    {
        if (type is null || type.TypeParameters.IsEmpty) return;
        for (int i = 0; i < type.TypeParameters.Length; i++) frame.Types[type.OriginalDefinition.TypeParameters[i]] = Resolve(type.TypeArguments[i]);
    }

    /// <summary>The method that a call through an interface runs, where the type that implements it is known.</summary>
    private IMethodSymbol Implementation(IMethodSymbol method, ITypeSymbol? receiver, IOperation place)
    {
        if (method.ContainingType?.TypeKind != TypeKind.Interface) return method;
        if (receiver is null || Resolve(receiver) is not INamedTypeSymbol { TypeKind: TypeKind.Struct } type)
            throw LoweringException.At(
                place, Diagnostics.UnknownCall, NameOf(method), "it is a method of an interface; make it static, or a method of a struct");
        IMethodSymbol? member = type.AllInterfaces
            .Where(known => SymbolEqualityComparer.Default.Equals(known.OriginalDefinition, method.ContainingType.OriginalDefinition))
            .SelectMany(known => known.GetMembers(method.Name).OfType<IMethodSymbol>())
            .FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, method.OriginalDefinition));
        var found = member is null ? null : type.FindImplementationForInterfaceMember(member) as IMethodSymbol;
        if (found is null) throw LoweringException.At(place, Diagnostics.UnknownCall, NameOf(method), "nothing implements it; write it in the struct");
        return method.TypeArguments.IsEmpty ? found : found.OriginalDefinition.Construct([.. method.TypeArguments]);
    }

    private static string NameOf(IMethodSymbol method)
    {
        string name = method.AssociatedSymbol?.Name ?? method.Name;
        return method.MethodKind == MethodKind.LocalFunction ? name : $"{method.ContainingType?.Name}.{name}";
    }
}
