using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>A compilation of kernels from text, with the generator at work on it.</summary>
public sealed class Compiling
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.CSharp13);

    internal static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    private GeneratorDriver _driver = CSharpGeneratorDriver.Create(
        [new LaunchGenerator().AsSourceGenerator()], parseOptions: s_options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The compilation with what was generated.</summary>
    public Compilation Output { get; private set; } = null!;

    /// <summary>What the generator reports.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>The generated files by their names.</summary>
    public IReadOnlyDictionary<string, string> Files =>
        _driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString());

    /// <summary>Why each kernel was, or was not, compiled in the last run.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Kernels =>
        [.. _driver.GetRunResult().Results.Single().TrackedSteps["Kernels"].SelectMany(step => step.Outputs).Select(output => output.Reason)];

    /// <summary>Runs the generator over members of the class <c>Sample.Ops</c>, one file for each text.</summary>
    public Compiling Run(params string[] members) => RunFiles([.. members.Select(text => $"namespace Sample;\npublic static partial class Ops {{ {text} }}")]);

    /// <summary>Runs the generator over files, which have the usings that kernels and launches want.</summary>
    public Compiling RunFiles(params string[] files)
    {
        SyntaxTree[] trees =
        [
            .. files.Select((text, number) => CSharpSyntaxTree.ParseText(
                $"using System;\nusing LiVOS.Runtime;\nusing LiVOS.Runtime.Language;\n{text}", s_options, path: $"Ops{number}.cs")),
        ];
        var compilation = CSharpCompilation.Create("Sample", trees, References, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        _driver = _driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out var diagnostics);
        Output = output;
        Diagnostics = diagnostics;
        return this;
    }

    /// <summary>The text that a diagnostic is about.</summary>
    public string TextAt(Diagnostic diagnostic) =>
        Output.SyntaxTrees.Single(tree => tree.FilePath == diagnostic.Location.GetLineSpan().Path).GetText().ToString(diagnostic.Location.SourceSpan);

    /// <summary>Loads the compiled kernels.</summary>
    public System.Reflection.Assembly Load()
    {
        using var stream = new MemoryStream();
        Assert.Empty(Output.Emit(stream).Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return System.Reflection.Assembly.Load(stream.ToArray());
    }
}
