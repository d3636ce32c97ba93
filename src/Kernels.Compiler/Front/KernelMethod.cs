using System.Collections.Immutable;
using System.Linq;
using LiVOS.Kernels.Compiler.Lowering;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler;

/// <summary>A kernel's signature as strings, so that unchanged kernels are recognised and not compiled again.</summary>
/// <param name="Namespace">The namespace of its class.</param>
/// <param name="Class">Its class.</param>
/// <param name="IsPublic">Whether that class is public; the class of its launches then is, too.</param>
/// <param name="Name">Its name.</param>
/// <param name="OverVectors">Whether it has vectors.</param>
/// <param name="VectorExtent">The extent that the vector width must divide, as an expression of the parameters; null if the launch gives
/// it, or has no vectors.</param>
/// <param name="OverItems">Whether it runs over items.</param>
/// <param name="Parameters">Its parameters, but for the item.</param>
/// <param name="Elements">What stands for its types of elements.</param>
/// <param name="ElementParameters">For each of these types a parameter of a launch whose tensor tells it.</param>
internal sealed record KernelMethod(
    string Namespace, string Class, bool IsPublic, string Name, bool OverVectors, string? VectorExtent, bool OverItems,
    EquatableArray<KernelParameter> Parameters, ElementChoice Elements, EquatableArray<string> ElementParameters)
{
    public string FullName => $"{Class}.{FullMethod}";

    /// <summary>The method's name, and what the elements add to it.</summary>
    public string FullMethod => Name + Elements.Suffix;

    /// <summary>Reads a method that carries <c>[Kernel]</c>; null, and an error, where its signature is not a kernel's.</summary>
    public static (KernelMethod? Method, DiagnosticInfo? Error) Read(IMethodSymbol method, ElementChoice elements)
    {
        if (KernelSignature.Objection(method) is { } why)
            return (null, DiagnosticInfo.At(method.Locations.FirstOrDefault() ?? Location.None, Diagnostics.BadSignature, method.Name, why));

        ImmutableArray<IParameterSymbol> parameters = method.Parameters;
        bool overItems = parameters.Length > 0 && KernelTypes.IsIndex(parameters[0].Type);
        if (overItems) parameters = parameters.RemoveAt(0);
        IParameterSymbol[] always = [.. parameters.Where(parameter => !KernelSignature.IsOptional(parameter))];
        var kernel = new KernelMethod(
            method.ContainingNamespace.ToDisplayString(), method.ContainingType.Name,
            method.ContainingType.DeclaredAccessibility == Accessibility.Public, method.Name,
            KernelSignature.VectorOf(method) is not null, VectorOver.Of(method), overItems,
            new(parameters.Select(parameter => KernelParameter.Read(parameter, always, type => elements.NameOf(type, method))).ToImmutableArray()), elements,
            new(KernelSignature.ElementsOf(method).Select(type => KernelSignature.TellerOf(type, method)!.Name).ToImmutableArray()));
        return (kernel, null);
    }
}
