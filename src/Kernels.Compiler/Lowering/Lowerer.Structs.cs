using System;
using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Structs: their fields and properties, and how they are made.</summary>
internal sealed partial class Lowerer
{
    private Value LowerField(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (reference.Instance is { } instance) return FieldOf(Lower(instance), field, instance);
        if (!field.IsReadOnly || InitializerOf(field) is not { } initializer) throw LoweringException.At(reference, Diagnostics.StaticState, field.Name);

        Value? value = null;
        List<Statement> steps = Capture(() => value = Lower(initializer));
        return steps.Count == 0 && IsConstant(value!) ? value! : throw LoweringException.At(reference, Diagnostics.StaticState, field.Name);
    }

    private IOperation? InitializerOf(IFieldSymbol field)
    {
        if (field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not { } syntax || !compilation.ContainsSyntaxTree(syntax.SyntaxTree))
            return null;
        if (field.ContainingType.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared)) return null;
        SemanticModel model = compilation.GetSemanticModel(syntax.SyntaxTree);
        return syntax.ChildNodes().Select(child => model.GetOperation(child, cancellation)).OfType<ISymbolInitializerOperation>().FirstOrDefault()?.Value;
    }

    private static bool IsConstant(Value value) => value switch
    {
        ScalarValue scalar => scalar.Expression is Constant,
        StructValue structure => structure.Fields.All(IsConstant),
        _ => false,
    };

    private Value FieldOf(Value value, ISymbol field, IOperation instance)
    {
        // An Index1D is its X.
        if (value is ScalarValue) return value;
        if (value is not StructValue structure || LayoutOf(instance.Type, instance) is not StructLayout shape
            || shape.IndexOf(field.OriginalDefinition) is var index && index < 0)
            throw Unknown(instance);
        return structure.Fields[index];
    }

    private Value LowerProperty(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if (KernelTypes.IsView(property.ContainingType)) return LowerViewProperty(reference);
        if (KernelTypes.IsIndex(property.ContainingType) && reference.Instance is { } index) return Lower(index);
        if (reference.Instance is { } instance && FieldBehind(property) is { } field)
            return FieldOf(
                instance is IInstanceReferenceOperation ? ReadStorage(_frame.FindThis() ?? throw Unknown(reference)) : Lower(instance), field, instance);
        if (reference.Instance is null && FieldBehind(property) is not null) throw LoweringException.At(reference, Diagnostics.StaticState, property.Name);
        if (property.GetMethod is not { } getter) throw Unknown(reference);
        return LowerCall(
            getter, reference.Instance, [.. reference.Arguments.Select(argument => argument.Value)], reference, wanted: true, reference.ConstrainedToType);
    }

    /// <summary>The field that an auto-property or a record's parameter has; null for properties that compute.</summary>
    private static ISymbol? FieldBehind(IPropertySymbol property) => KernelTypes.IsQuad(property.ContainingType)
        ? property
        : property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private Value LowerCreation(IObjectCreationOperation creation)
    {
        TypeLayout shape = LayoutOf(creation.Type, creation);
        if (creation.Constructor is not { } constructor) throw Unknown(creation);
        if (shape is ScalarLayout && creation.Arguments.Length <= 1)
        {
            Value number = creation.Arguments.IsEmpty ? Zero(shape, creation) : Lower(creation.Arguments[0].Value);
            return KernelTypes.LanesOf(creation.Type) > 0 && !creation.Arguments.IsEmpty ? throw Unknown(creation) : number;
        }

        if (shape is not StructLayout structure) throw Unknown(creation);
        int[] order = [.. creation.Arguments.Select(argument => argument.Parameter?.Ordinal ?? 0)];
        Value[] values = InOrder(creation.Arguments.Select(argument => argument.Value));
        Value[] arguments = [.. values.Select((value, i) => (value, i)).OrderBy(pair => order[pair.i]).Select(pair => pair.value)];
        return Initialize(Construct(constructor, structure, arguments, creation), structure, creation.Initializer);
    }

    private StructValue Construct(IMethodSymbol constructor, StructLayout shape, Value[] arguments, IOperation place)
    {
        if (constructor.ContainingType.IsTupleType || KernelTypes.IsQuad(constructor.ContainingType) && arguments.Length == QuadFields) return new(arguments);
        if (constructor.IsImplicitlyDeclared && arguments.Length == 0) return (StructValue)Zero(shape, place);

        MethodBody? body = MethodBody.Of(constructor.OriginalDefinition, compilation, cancellation);
        if (body is null)
        {
            // A record's own constructor sets a property for each of its parameters.
            var fields = new List<Value>();
            foreach (FieldLayout field in shape.Fields)
            {
                int number = constructor.Parameters.ToList().FindIndex(parameter => parameter.Name == field.Name);
                bool isParameter =
                    (field.Symbol as IFieldSymbol)?.AssociatedSymbol?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is { } declared
                    && constructor.Parameters.Any(parameter => parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) == declared);
                if (number < 0 || !isParameter)
                    throw LoweringException.At(
                        place, Diagnostics.UnknownConstruct, "field initializers beside a primary constructor", "write a constructor with a body");
                fields.Add(arguments[number]);
            }

            return new(fields);
        }

        if (_frame.FrameOf(constructor.OriginalDefinition) is not null)
            throw LoweringException.At(place, Diagnostics.Recursion, constructor.ContainingType.Name);
        if (body.Root.Parent is IConstructorBodyOperation { Initializer: { } other } && !other.IsImplicit)
            throw LoweringException.At(place, Diagnostics.UnknownConstruct, "constructors that call others", "set the fields in each");
        Storage self = DeclareStorage(constructor.ContainingType.Name, shape, Zero(shape, place), mutable: true);
        var frame = new CallFrame(constructor.OriginalDefinition, body, _frame, null) { This = self };
        AddTypes(frame, constructor);
        Inline(frame, null, [.. arguments], place, keepsVariables: true);
        return (StructValue)ReadStorage(self);
    }

    private Value LowerWith(IWithOperation with)
    {
        if (LayoutOf(with.Type, with) is not StructLayout shape) throw Unknown(with);
        return Initialize((StructValue)Lower(with.Operand), shape, with.Initializer);
    }

    /// <summary><c>{ Field = value, ... }</c> behind a new or copied struct.</summary>
    private StructValue Initialize(StructValue value, StructLayout shape, IObjectOrCollectionInitializerOperation? initializer)
    {
        if (initializer is null) return value;
        var steps = new List<Func<Value>> { () => value };
        var fields = new List<int>();
        foreach (IOperation step in initializer.Initializers)
        {
            ISymbol? field = (step as ISimpleAssignmentOperation)?.Target switch
            {
                IFieldReferenceOperation { Instance: IInstanceReferenceOperation } reference => reference.Field,
                IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } reference => FieldBehind(reference.Property),
                _ => null,
            };
            if (field is null) throw LoweringException.At(step, Diagnostics.UnknownConstruct, "initializers of this kind", "set fields and auto-properties");
            fields.Add(shape.IndexOf(field.OriginalDefinition));
            steps.Add(() => Lower(((ISimpleAssignmentOperation)step).Value));
        }

        Value[] values = InOrder([.. steps]);
        Value[] result = [.. ((StructValue)values[0]).Fields];
        for (int i = 0; i < fields.Count; i++) result[fields[i]] = values[i + 1];
        return new(result);
    }
}
