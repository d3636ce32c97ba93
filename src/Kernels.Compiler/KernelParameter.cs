using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler;

/// <summary>One parameter of a kernel: a view of a tensor's elements, or a plain value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of the value, or of the view's elements.</param>
/// <param name="IsView">Whether it is a view.</param>
/// <param name="Arguments">The C# expressions whose values compiled kernels take for it: one, or one for each field of a struct.</param>
internal sealed record KernelParameter(string Name, string Type, bool IsView, EquatableArray<string> Arguments)
{
    /// <summary>The type that a launch takes for it.</summary>
    public string LaunchType => IsView ? $"global::LiVOS.Runtime.Tensor<{Type}>" : Type;

    public static KernelParameter Read(IParameterSymbol parameter)
    {
        bool isView = parameter.Type is INamedTypeSymbol { Name: "ArrayView" };
        ITypeSymbol type = isView ? ((INamedTypeSymbol)parameter.Type).TypeArguments[0] : parameter.Type;
        IEnumerable<string> arguments = isView ? [parameter.Name] : Parts(parameter.Name, type);
        return new(parameter.Name, type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), isView, new([.. arguments]));
    }

    /// <summary>A field of a parameter's struct that generated code cannot read; null where there is none.</summary>
    public static IFieldSymbol? HiddenField(IParameterSymbol parameter) =>
        parameter.Type is INamedTypeSymbol { Name: "ArrayView" } ? null : HiddenField(parameter.Type);

    private static IFieldSymbol? HiddenField(ITypeSymbol type) => Fields(type)
        .Select(field => field.DeclaringSyntaxReferences.Length > 0 && Named(field).DeclaredAccessibility is Accessibility.Private ? field : HiddenField(field.Type))
        .FirstOrDefault(field => field is not null);

    private static IEnumerable<string> Parts(string value, ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Boolean) return [$"{value} ? 1 : 0"];
        if (type is INamedTypeSymbol { EnumUnderlyingType: { } underlying }) return [$"({underlying.ToDisplayString()}){value}"];
        return type.SpecialType != SpecialType.None ? [value] : Fields(type).SelectMany(field => Parts($"{value}.{Named(field).Name}", field.Type));
    }

    private static IEnumerable<IFieldSymbol> Fields(ITypeSymbol type) => type switch
    {
        not INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } => [],
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements,
        _ => type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsConst),
    };

    // An auto-property's field goes by the property.
    private static ISymbol Named(IFieldSymbol field) => field.AssociatedSymbol ?? field;
}
