using System;
using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Lowering;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler;

/// <summary>One parameter of a kernel: a view of a tensor's elements, or a plain value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of the value, or of the view's elements.</param>
/// <param name="IsView">Whether it is a view.</param>
/// <param name="StandIn">The parameter whose tensor a launch passes where it has none for this one; null where it always has.</param>
/// <param name="Arguments">The C# expressions whose values compiled kernels take for it: one, or one for each field of a struct.</param>
internal sealed record KernelParameter(string Name, string Type, bool IsView, string? StandIn, EquatableArray<string> Arguments)
{
    public const string Half = "global::System.Half";

    /// <summary>The type that a launch takes for it: a tensor of floats, too, where memory holds them as halves.</summary>
    public string LaunchType => IsView ? $"global::LiVOS.Runtime.Tensor<{(Type == Half ? "float" : Type)}>" : Type;

    /// <summary>The tensor that a launch is given for it, and what checks it.</summary>
    public string Checked => Type is Half or "float" ? $".HeldAs<{Type}>()" : "";

    /// <summary>Reads a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="always">The parameters that every launch has arguments for.</param>
    /// <param name="element">The C# name of what stands for a type of elements; null for other types.</param>
    public static KernelParameter Read(IParameterSymbol parameter, IEnumerable<IParameterSymbol> always, Func<ITypeSymbol, string?> element)
    {
        bool isView = KernelTypes.IsView(parameter.Type);
        ITypeSymbol type = isView ? ((INamedTypeSymbol)parameter.Type).TypeArguments[0] : parameter.Type;
        IEnumerable<string> arguments = isView ? [parameter.Name] : Parts(parameter.Name, type);
        string? standIn = KernelSignature.IsOptional(parameter) ? KernelSignature.StandInFor(parameter, always)!.Name : null;
        string name = element(type) ?? type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return new(parameter.Name, name, isView, standIn, new([.. arguments]));
    }

    private static IEnumerable<string> Parts(string value, ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Boolean } => [$"{value} ? 1 : 0"],
        INamedTypeSymbol { EnumUnderlyingType: { } underlying } => [$"({underlying.ToDisplayString()}){value}"],
        INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } structure =>
            TypeLayout.FieldsOf(structure).SelectMany(field => Parts($"{value}.{field.AssociatedSymbol?.Name ?? field.Name}", field.Type)),
        _ => [value],
    };
}
