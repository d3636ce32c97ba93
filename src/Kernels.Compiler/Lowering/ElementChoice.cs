using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>What stands for a kernel's types of elements, in order: halves, or floats. Each choice is a kernel of its own.</summary>
internal sealed record ElementChoice(EquatableArray<bool> InHalves)
{
    /// <summary>What the choice adds to the kernel's name: nothing where all are floats.</summary>
    public string Suffix => InHalves.Any(half => half) ? string.Concat(InHalves.Select(half => half ? "Half" : "Float")) : "";

    /// <summary>What stands for a type of elements, in C#; null for other types.</summary>
    public string? NameOf(ITypeSymbol type, IMethodSymbol kernel)
    {
        int place = type is ITypeParameterSymbol parameter ? KernelSignature.ElementsOf(kernel).ToList().IndexOf(parameter) : -1;
        return place < 0 ? null : Name(InHalves[place]);
    }

    /// <summary>All that stand for types of elements, in order, in C#.</summary>
    public IEnumerable<string> Names => InHalves.Select(Name);

    /// <summary>All choices but that of floats only.</summary>
    public IEnumerable<ElementChoice> Others => All(InHalves.Count()).Skip(1);

    /// <summary>All choices for a kernel, floats first.</summary>
    public static IEnumerable<ElementChoice> Of(IMethodSymbol kernel) => All(KernelSignature.ElementsOf(kernel).Count());

    private static IEnumerable<ElementChoice> All(int count) =>
        Enumerable.Range(0, 1 << count).Select(bits =>
            new ElementChoice(new EquatableArray<bool>([.. Enumerable.Range(0, count).Select(i => (bits >> i & 1) != 0)])));

    private static string Name(bool half) => half ? KernelParameter.Half : "float";
}
