using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiVOS.Kernels.Compiler;

/// <summary>Compiles, at build time, every method that carries <c>[Kernel]</c>: writes a typed launch descriptor with its texts for devices, and a
/// catalog of all.</summary>
[Generator]
public sealed class LaunchGenerator : IIncrementalGenerator
{
    private const string KernelAttribute = "LiVOS.Runtime.Language.KernelAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // A kernel includes all methods that it calls, in any file, so each is compiled again after every change. Unchanged results
        // stop here.
        IncrementalValuesProvider<(EquatableArray<CompiledKernel> Kernels, EquatableArray<DiagnosticInfo> Problems)> compiled =
            context.SyntaxProvider.ForAttributeWithMetadataName(
            KernelAttribute,
            static (node, _) => node is MethodDeclarationSyntax,
            static (attributed, cancellation) =>
                CompiledKernel.Compile((IMethodSymbol)attributed.TargetSymbol, attributed.SemanticModel.Compilation, cancellation));

        IncrementalValuesProvider<CompiledKernel> kernels =
            compiled.SelectMany(static (result, _) => result.Kernels.ToImmutableArray()).WithTrackingName("Kernels");
        context.RegisterSourceOutput(
            kernels, static (output, kernel) => output.AddSource($"{kernel.Method.Namespace}.{kernel.Method.FullName}.g.cs", LaunchRenderer.Render(kernel)));

        IncrementalValueProvider<EquatableArray<KernelMethod>> methods = kernels
            .Select(static (kernel, _) => kernel.Method).Collect().Select(static (all, _) => new EquatableArray<KernelMethod>(all)).WithTrackingName("Catalog");
        context.RegisterSourceOutput(methods, static (output, all) =>
        {
            foreach (IGrouping<string, KernelMethod> space in all.GroupBy(method => method.Namespace))
                output.AddSource($"{space.Key}.KernelCatalog.g.cs", CatalogRenderer.Render(space.Key, space));
        });

        context.RegisterSourceOutput(
            compiled.SelectMany(static (result, _) => result.Problems.ToImmutableArray()).WithTrackingName("Problems"),
            static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
    }
}
