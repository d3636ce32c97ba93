using System.Collections.Immutable;
using System.Linq;
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
        (KernelMethod?, DiagnosticInfo?) Refuse(string why) =>
            (null, DiagnosticInfo.At(method.Locations.FirstOrDefault() ?? Location.None, Diagnostics.BadSignature, method.Name, why));

        if (!method.IsStatic || !method.ReturnsVoid) return Refuse("it must be a static method that returns void");
        if (method.TypeParameters.Length > 1) return Refuse("it may have one type parameter, the vector TVec");

        ImmutableArray<IParameterSymbol> parameters = method.Parameters;
        bool overItems = parameters.Length > 0 && parameters[0].Type.Name == "Index1D";
        if (overItems) parameters = parameters.RemoveAt(0);
        if (parameters.FirstOrDefault(p => p.RefKind != RefKind.None || !p.Type.IsUnmanagedType) is { } odd)
            return Refuse($"the parameter '{odd.Name}' must be an ArrayView or a plain value");
        if (parameters.Select(KernelParameter.HiddenField).FirstOrDefault(field => field is not null) is { } hidden)
            return Refuse($"the field '{hidden.Name}' of '{hidden.ContainingType.Name}' must be public or internal, so that launches can pass it");

        var kernel = new KernelMethod(
            method.ContainingNamespace.ToDisplayString(), method.ContainingType.Name, method.Name,
            method.TypeParameters.Length == 1, overItems, new(parameters.Select(KernelParameter.Read).ToImmutableArray()));
        return (kernel, null);
    }
}
