using System;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Lowering;

/// <summary>A statement cannot be lowered. There is no problem to report if the C# compiler, or an earlier problem of a declaration, has
/// reported it already.</summary>
internal sealed class LoweringException(DiagnosticInfo? problem = null) : Exception
{
    public DiagnosticInfo? Problem { get; } = problem;

    public static LoweringException At(IOperation place, DiagnosticDescriptor descriptor, params string[] arguments) =>
        new(DiagnosticInfo.At(place.Syntax.GetLocation(), descriptor, arguments));
}
