using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LiVOS.Kernels.Compiler;

/// <summary>A diagnostic that the incremental pipeline can hold and compare: no syntax trees.</summary>
/// <param name="Id">The id of one of <see cref="Diagnostics"/>.</param>
/// <param name="Arguments">The arguments of the message's format.</param>
/// <param name="Path">The file that it is about.</param>
/// <param name="Span">The text that it is about.</param>
/// <param name="Lines">The lines and columns of that text.</param>
internal sealed record DiagnosticInfo(string Id, EquatableArray<string> Arguments, string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static DiagnosticInfo At(Location location, DiagnosticDescriptor descriptor, params string[] arguments)
    {
        FileLinePositionSpan lines = location.GetLineSpan();
        return new(descriptor.Id, new(arguments.ToImmutableArray()), lines.Path, location.SourceSpan, lines.Span);
    }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Diagnostics.All.First(descriptor => descriptor.Id == Id), Location.Create(Path, Span, Lines), Arguments.ToArray<object>());
}
