using LiVOS.Kernels.Compiler.Ir;
using LiVOS.Kernels.Compiler.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>A compilation whose kernels are lowered.</summary>
internal sealed class Lowered(CSharpCompilation compilation)
{
    /// <summary>The usings that the projects have without saying so.</summary>
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using System.IO; "
        + "global using LiVOS.Runtime.Language;";

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.CSharp13);

    private readonly Lazy<IReadOnlyList<IMethodSymbol>> _kernels = new(() =>
    [
        .. from tree in compilation.SyntaxTrees
           let model = compilation.GetSemanticModel(tree)
           from declared in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
           where declared.AttributeLists.Count > 0
           let method = model.GetDeclaredSymbol(declared)
           where method.GetAttributes().Any(attribute => attribute.AttributeClass!.Name == "KernelAttribute")
           select method,
    ]);

    public CSharpCompilation Compilation { get; } = compilation;

    /// <summary>The methods that carry <c>[Kernel]</c>.</summary>
    public IReadOnlyList<IMethodSymbol> Kernels => _kernels.Value;

    /// <summary>Members of the class <c>Sample.Ops</c>.</summary>
    public static Lowered Members(string members) => Files(
        $$"""
        using LiVOS.Runtime.Language;
        namespace Sample;
        public static partial class Ops
        {
        {{members}}
        }
        """);

    /// <summary>Whole files, which must be correct C#.</summary>
    public static Lowered Files(params IEnumerable<string> files)
    {
        Lowered lowered = Project(files);
        Assert.Empty(lowered.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return lowered;
    }

    /// <summary>Whole files, which may use what the generator is yet to make of them.</summary>
    public static Lowered Project(params IEnumerable<string> files) => new(CSharpCompilation.Create(
        "LiVOS.Kernels", [.. files.Append(Usings).Select((text, i) => CSharpSyntaxTree.ParseText(text, s_options, $"File{i}.cs"))],
        Compiling.References, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)));

    /// <summary>Lowers a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="lanes">The width of vectors; 0 for a kernel without.</param>
    /// <param name="elements">What its choice of elements adds to its name.</param>
    public (KernelFunction? Kernel, IReadOnlyList<DiagnosticInfo> Problems) Lower(IMethodSymbol kernel, int lanes, string elements = "") =>
        KernelLowering.Lower(kernel, Compilation, lanes, ElementChoice.Of(kernel).Single(choice => choice.Suffix == elements), CancellationToken.None);

    /// <summary>The only kernel, which must lower.</summary>
    public KernelFunction Kernel(int lanes = 0)
    {
        (KernelFunction? kernel, IReadOnlyList<DiagnosticInfo> problems) = Lower(Assert.Single(Kernels), lanes);
        Assert.Empty(problems.Select(problem => problem.ToDiagnostic().ToString()));
        return kernel!;
    }

    /// <summary>What is wrong with the only kernel.</summary>
    public IReadOnlyList<DiagnosticInfo> Problems(int lanes = 0)
    {
        (KernelFunction? kernel, IReadOnlyList<DiagnosticInfo> problems) = Lower(Assert.Single(Kernels), lanes);
        Assert.Null(kernel);
        return problems;
    }
}
