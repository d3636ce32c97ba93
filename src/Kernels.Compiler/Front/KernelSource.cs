using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler;

/// <summary>A kernel as it stands in C#.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Code">The method with its comment, not indented.</param>
internal sealed record KernelSource(string File, string Code)
{
    /// <summary>Reads a method's text.</summary>
    public static KernelSource Read(IMethodSymbol method, CancellationToken cancellation)
    {
        SyntaxNode syntax = method.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        List<string> lines =
            [.. syntax.ToFullString().Replace("\r\n", "\n").Split('\n').SkipWhile(line => line.Trim().Length == 0).Select(line => line.TrimEnd())];
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return new(
            Path.GetFileName(syntax.SyntaxTree.FilePath), string.Join("\n", lines.Select(line => line.Length > 0 ? line.Substring(indent) : "")).TrimEnd());
    }
}
