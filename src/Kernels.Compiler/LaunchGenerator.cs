using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiVOS.Kernels.Compiler;

/// <summary>Writes, at build time, a typed launch descriptor for every method that carries <c>[Kernel]</c>.</summary>
[Generator]
public sealed class LaunchGenerator : IIncrementalGenerator
{
    private const string KernelAttribute = "LiVOS.Runtime.Language.KernelAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<(KernelMethod? Method, Diagnostic? Error)> kernels = context.SyntaxProvider.ForAttributeWithMetadataName(
            KernelAttribute,
            static (node, _) => node is MethodDeclarationSyntax,
            static (attributed, _) => KernelMethod.Read((IMethodSymbol)attributed.TargetSymbol));

        context.RegisterSourceOutput(
            kernels.Select(static (kernel, _) => kernel.Method).Where(static method => method is not null).WithTrackingName("Kernels"),
            static (output, kernel) => output.AddSource($"{kernel!.FullName}.g.cs", LaunchRenderer.Render(kernel)));

        context.RegisterSourceOutput(
            kernels.Select(static (kernel, _) => kernel.Error).Where(static error => error is not null),
            static (output, error) => output.ReportDiagnostic(error!));
    }
}
