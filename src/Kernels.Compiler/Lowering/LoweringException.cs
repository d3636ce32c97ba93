using System;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>A statement cannot be lowered: with what there is to say about it, or without, where something else has been said already
/// (by the C# compiler, or about the declaration of what it uses).</summary>
internal sealed class LoweringException(DiagnosticInfo? problem = null) : Exception
{
    public DiagnosticInfo? Problem { get; } = problem;

    public static LoweringException At(IOperation place, DiagnosticDescriptor descriptor, params string[] arguments) =>
        new(DiagnosticInfo.At(place.Syntax.GetLocation(), descriptor, arguments));
}
