using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>Recognises the types of the kernel language and of .NET by their full names.</summary>
internal static class KernelTypes
{
    public const string Namespace = "LiVOS.Runtime.Language";

    /// <summary>The metadata name of a type of the language, e.g. <c>ArrayView`1</c>; null for all others.</summary>
    public static string? NameOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol { ContainingType: null } named && named.ContainingNamespace?.ToDisplayString() == Namespace ? named.MetadataName : null;

    /// <summary>Whether it is <c>ArrayView&lt;T&gt;</c>.</summary>
    public static bool IsView(ITypeSymbol? type) => NameOf(type) == "ArrayView`1";

    /// <summary>Whether it is <c>Quad</c>.</summary>
    public static bool IsQuad(ITypeSymbol? type) => NameOf(type) == "Quad";

    /// <summary>Whether it is <c>System.Half</c>.</summary>
    public static bool IsHalf(ITypeSymbol? type) => SystemNameOf(type) == "Half";

    /// <summary>Whether a type parameter stands for floats or halves in memory: <c>unmanaged</c>, and nothing else.</summary>
    public static bool IsElement(ITypeParameterSymbol parameter) => parameter.HasUnmanagedTypeConstraint && parameter.ConstraintTypes.IsEmpty;

    /// <summary>Whether it is <c>Index1D</c>.</summary>
    public static bool IsIndex(ITypeSymbol? type) => NameOf(type) == "Index1D";

    /// <summary>The lanes of <c>Vec16</c>, <c>Vec8</c>, <c>Vec4</c> and <c>Vec1</c>; 0 for all other types.</summary>
    public static int LanesOf(ITypeSymbol? type) => NameOf(type) switch
    {
        "Vec16" => 16,
        "Vec8" => 8,
        "Vec4" => 4,
        "Vec1" => 1,
        _ => 0,
    };

    /// <summary>The name of a type in the namespace <c>System</c>; null for all others.</summary>
    public static string? SystemNameOf(ITypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } ? type.MetadataName : null;
}
