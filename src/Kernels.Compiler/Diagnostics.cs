using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler;

/// <summary>What the kernel compiler has to say, each with its id.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor BadSignature = new(
        "LIVOS001", "Not a kernel's signature", "The kernel '{0}' cannot be launched: {1}", "Kernels", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
