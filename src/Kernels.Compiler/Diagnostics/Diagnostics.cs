using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler;

/// <summary>The diagnostics of the kernel compiler. Every message says what to write instead.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor BadSignature = new(
        "LIVOS001", "Not a kernel's signature", "The kernel '{0}' cannot be launched: {1}", "Kernels", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnknownType = new(
        "LIVOS002", "Not a type of the kernel language", "Kernels have no '{0}': {1}", "Kernels", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnknownConstruct = new(
        "LIVOS003", "Not a construct of the kernel language", "Kernels have no {0}: {1}", "Kernels", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnknownCall = new(
        "LIVOS004", "Not a method that a kernel can call", "A kernel cannot call '{0}': {1}", "Kernels", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Recursion = new(
        "LIVOS005", "Recursion", "'{0}' calls itself, and kernels have no stack: write a loop", "Kernels", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor ReferenceParameter = new(
        "LIVOS006", "References to variables",
        "'{0}' is a reference to a variable: return the new value, several of them as a tuple or a struct", "Kernels", DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor CheckedArithmetic = new(
        "LIVOS007", "Checked arithmetic", "Kernels cannot throw, and their integers wrap around: write 'unchecked', or leave out 'checked'", "Kernels",
        DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor StaticState = new(
        "LIVOS008", "Static state", "'{0}' is not a constant: make it 'const', or pass its value as an argument", "Kernels",
        DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor TwoMemories = new(
        "LIVOS009", "A view of one memory or another",
        "'{0}' would be a view of '{1}' or of '{2}', chosen at run time: put an 'if' around two calls, one for each", "Kernels",
        DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor ViewLength = new(
        "LIVOS010", "The length of a view", "Devices do not know the length of '{0}': pass the length as an argument", "Kernels",
        DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SharedAllocation = new(
        "LIVOS011", "Shared memory", "Shared memory is laid out before the kernel runs: {0}", "Kernels",
        DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor NoGroup = new(
        "LIVOS012", "Groups in a kernel over items",
        "A kernel over items has no groups, and so no '{0}': leave out its Index1D parameter and launch it over groups", "Kernels",
        DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        BadSignature, UnknownType, UnknownConstruct, UnknownCall, Recursion, ReferenceParameter, CheckedArithmetic, StaticState, TwoMemories,
        ViewLength, SharedAllocation, NoGroup,
    ];
}
