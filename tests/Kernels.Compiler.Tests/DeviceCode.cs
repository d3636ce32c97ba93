using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>Finds host code in device files. A device file has a kernel in it, or is used by a device file. It is written in the kernel language:
/// any compiler for GPUs that knows the language's types can take it as it stands.</summary>
internal sealed class DeviceCode
{
    private const string Language = "LiVOS.Runtime.Language";

    private static readonly string[] s_usings = [Language, "System.Runtime.CompilerServices"];

    /// <summary>Types beside the language that the host alone has.</summary>
    private static readonly string[] s_host = ["LaunchShape", "Extent", "KernelContext", "KernelChecks", "KernelFaultException"];

    /// <summary>Types of .NET that kernels know.</summary>
    private static readonly string[] s_net = ["System.MathF", "System.Math", "System.BitConverter", "System.Half"];

    private readonly CSharpCompilation _compilation;
    private readonly HashSet<SyntaxTree> _device;
    private readonly SortedSet<string> _faults = new(StringComparer.Ordinal);

    private DeviceCode(Lowered lowered)
    {
        _compilation = lowered.Compilation;
        _device = [.. lowered.Kernels.Select(kernel => kernel.DeclaringSyntaxReferences[0].SyntaxTree)];
        var left = new Queue<SyntaxTree>(_device);
        while (left.TryDequeue(out SyntaxTree? tree))
        {
            foreach (SyntaxTree used in Check(tree))
                if (_device.Add(used)) left.Enqueue(used);
        }
    }

    /// <summary>What device files must not use, each as <c>path: type</c>.</summary>
    public static IReadOnlyCollection<string> Faults(Lowered lowered) => new DeviceCode(lowered)._faults;

    /// <summary>The paths of the device files.</summary>
    public static IEnumerable<string> Files(Lowered lowered) => new DeviceCode(lowered)._device.Select(tree => tree.FilePath);

    /// <summary>Checks a file, and gives the files whose types it uses.</summary>
    private List<SyntaxTree> Check(SyntaxTree tree)
    {
        CompilationUnitSyntax root = tree.GetCompilationUnitRoot();
        foreach (UsingDirectiveSyntax directive in root.Usings)
            if (!s_usings.Contains(directive.Name!.ToString())) _faults.Add($"{tree.FilePath}: using {directive.Name}");

        SemanticModel model = _compilation.GetSemanticModel(tree);
        var used = new List<SyntaxTree>();
        foreach (SyntaxNode node in root.DescendantNodes(node => node is not (AttributeListSyntax or UsingDirectiveSyntax)))
        {
            if (node is AttributeListSyntax or UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax or IdentifierNameSyntax { IsUnmanaged: true }) continue;
            foreach (ITypeSymbol type in TypesOf(node, model))
            {
                if (type.DeclaringSyntaxReferences.Length > 0) used.AddRange(type.DeclaringSyntaxReferences.Select(place => place.SyntaxTree));
                else if (!IsOfTheLanguage(type)) _faults.Add($"{tree.FilePath}: {type.ToDisplayString()}");
            }
        }

        return used;
    }

    private static IEnumerable<ITypeSymbol> TypesOf(SyntaxNode node, SemanticModel model)
    {
        ISymbol? symbol = model.GetSymbolInfo(node).Symbol;
        ITypeSymbol?[] types = [model.GetTypeInfo(node).Type, symbol as ITypeSymbol, symbol?.ContainingType];
        return types.OfType<ITypeSymbol>().Where(type => type.TypeKind != TypeKind.TypeParameter).Select(type => type.OriginalDefinition);
    }

    private static bool IsOfTheLanguage(ITypeSymbol type) => type switch
    {
        { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Single or SpecialType.System_Void } =>
            type.SpecialType != SpecialType.System_Decimal,
        INamedTypeSymbol { IsTupleType: true } => true,
        { ContainingNamespace: { } space } when space.ToDisplayString() == Language => !s_host.Contains(type.Name),
        _ => s_net.Contains(type.ToDisplayString()),
    };
}
