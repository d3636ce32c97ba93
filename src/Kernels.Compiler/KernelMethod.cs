using System.Collections.Immutable;
using System.Linq;
using LiVOS.Kernels.Compiler.Lowering;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler;

/// <summary>What the compiler keeps of a kernel's signature: strings only, so that unchanged kernels are recognised and not compiled again.</summary>
internal sealed record KernelMethod(
    string Namespace, string Class, string Name, bool OverVectors, bool OverItems, EquatableArray<KernelParameter> Parameters)
{
    public string FullName => $"{Class}.{Name}";

    /// <summary>Reads a method that carries <c>[Kernel]</c>; null, and an error, where its signature is not a kernel's.</summary>
    public static (KernelMethod? Method, DiagnosticInfo? Error) Read(IMethodSymbol method)
    {
        if (KernelSignature.Objection(method) is { } why)
            return (null, DiagnosticInfo.At(method.Locations.FirstOrDefault() ?? Location.None, Diagnostics.BadSignature, method.Name, why));

        ImmutableArray<IParameterSymbol> parameters = method.Parameters;
        bool overItems = parameters.Length > 0 && Language.IsIndex(parameters[0].Type);
        if (overItems) parameters = parameters.RemoveAt(0);
        var kernel = new KernelMethod(
            method.ContainingNamespace.ToDisplayString(), method.ContainingType.Name, method.Name,
            method.TypeParameters.Length == 1, overItems, new(parameters.Select(KernelParameter.Read).ToImmutableArray()));
        return (kernel, null);
    }
}
