using System.Collections.Generic;
using System.Linq;
using LiVOS.Kernels.Compiler.Lowering;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler;

/// <summary>The rules for the signature of a kernel.</summary>
internal static class KernelSignature
{
    /// <summary>The reason why a method with <c>[Kernel]</c> cannot be launched, and the remedy; null if it can.</summary>
    public static string? Objection(IMethodSymbol method)
    {
        if (!method.IsStatic || !method.ReturnsVoid) return "it must be a static method that returns void";
        if (method.ContainingType.ContainingType is not null || method.ContainingType.IsGenericType || method.ContainingNamespace.IsGlobalNamespace)
            return "it must stand in a class of its own namespace that is neither nested nor generic";
        if (!IsReachable(method) || !IsReachable(method.ContainingType)) return "it and its class must be public or internal";
        if (method.ContainingType.GetMembers(method.Name).Count(IsKernel) > 1) return "another kernel of its class has the same name; give each its own";
        if (method.TypeParameters.Skip(1).FirstOrDefault(parameter => !KernelTypes.IsElement(parameter)) is { } other)
            return $"its first type parameter may be the vector TVec, others the elements of views: where {other.Name} : unmanaged";
        if (VectorOf(method) is { } vector && !vector.ConstraintTypes.Any(type => KernelTypes.NameOf(type) == "IVec`1"))
            return $"its type parameter must be a vector: where {vector.Name} : struct, IVec<{vector.Name}>; or elements: where {vector.Name} : unmanaged";
        if (ElementsOf(method).FirstOrDefault(element => TellerOf(element, method) is null) is { } untold)
            return $"a parameter that is not optional must be a view of '{untold.Name}': its tensor tells the type";

        for (int i = 0; i < method.Parameters.Length; i++)
        {
            IParameterSymbol parameter = method.Parameters[i];
            if (KernelTypes.IsIndex(parameter.Type) && i > 0) return $"the parameter '{parameter.Name}' must come first: it is the item";
            if (parameter.RefKind != RefKind.None || !parameter.Type.IsUnmanagedType)
                return $"the parameter '{parameter.Name}' must be an ArrayView or a plain value";
            if (HiddenField(parameter.Type) is { } hidden)
                return $"the field '{hidden.Name}' of '{hidden.ContainingType.Name}' must be public or internal, so that a launch can pass it";
            if (!IsOptional(parameter)) continue;
            if (!KernelTypes.IsView(parameter.Type)) return $"the parameter '{parameter.Name}' must be an ArrayView to be optional";
            if (StandInFor(parameter, method.Parameters.Where(other => !IsOptional(other))) is null)
                return $"the optional tensor '{parameter.Name}' must have another of its type beside it that is not, to stand in for it";
        }

        return VectorOver.Objection(method);
    }

    /// <summary>The type parameter that is a vector; null where there is none.</summary>
    public static ITypeParameterSymbol? VectorOf(IMethodSymbol method) => method.TypeParameters.FirstOrDefault(parameter => !KernelTypes.IsElement(parameter));

    /// <summary>The type parameters that are types of elements.</summary>
    public static IEnumerable<ITypeParameterSymbol> ElementsOf(IMethodSymbol method) => method.TypeParameters.Where(KernelTypes.IsElement);

    /// <summary>The parameter whose tensor tells what a type of elements is: the first view of it that every launch passes.</summary>
    public static IParameterSymbol? TellerOf(ITypeParameterSymbol element, IMethodSymbol method) => method.Parameters.FirstOrDefault(
        parameter => !IsOptional(parameter) && KernelTypes.IsView(parameter.Type)
            && SymbolEqualityComparer.Default.Equals(((INamedTypeSymbol)parameter.Type).TypeArguments[0], element));

    /// <summary>Whether a launch may leave out the tensor of a parameter.</summary>
    public static bool IsOptional(IParameterSymbol parameter) => HasAttribute(parameter, "OptionalAttribute");

    /// <summary>The parameter whose tensor stands in for one that is left out: the first of the same type.</summary>
    public static IParameterSymbol? StandInFor(IParameterSymbol parameter, IEnumerable<IParameterSymbol> always) =>
        always.FirstOrDefault(other => SymbolEqualityComparer.Default.Equals(other.Type, parameter.Type));

    private static bool IsKernel(ISymbol member) => HasAttribute(member, "KernelAttribute");

    private static bool HasAttribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().Any(attribute => KernelTypes.NameOf(attribute.AttributeClass) == name);

    /// <summary>A field of a struct parameter that a launch cannot read.</summary>
    private static IFieldSymbol? HiddenField(ITypeSymbol type)
    {
        if (KernelTypes.NameOf(type) is not null
            || type is not INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None, IsTupleType: false } named) return null;
        return TypeLayout.FieldsOf(named).Select(field => IsReachable(field.AssociatedSymbol ?? field) ? HiddenField(field.Type) : field)
            .FirstOrDefault(field => field is not null);
    }

    private static bool IsReachable(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;
}
