using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Lowering;
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
        bool isView = Language.IsView(parameter.Type);
        ITypeSymbol type = isView ? ((INamedTypeSymbol)parameter.Type).TypeArguments[0] : parameter.Type;
        IEnumerable<string> arguments = isView ? [parameter.Name] : Parts(parameter.Name, type);
        return new(parameter.Name, type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), isView, new([.. arguments]));
    }

    private static IEnumerable<string> Parts(string value, ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Boolean } => [$"{value} ? 1 : 0"],
        INamedTypeSymbol { EnumUnderlyingType: { } underlying } => [$"({underlying.ToDisplayString()}){value}"],
        INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } structure =>
            Shape.FieldsOf(structure).SelectMany(field => Parts($"{value}.{field.AssociatedSymbol?.Name ?? field.Name}", field.Type)),
        _ => [value],
    };
}
