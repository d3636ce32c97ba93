using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace LiVOS.Kernels.Compiler;

/// <summary>Renders, as C#, what a launch tells devices that run kernels as text, and the texts.</summary>
internal static class CompiledLaunchRenderer
{
    /// <summary>The members of the launch; none where the kernel has no text.</summary>
    public static string Overrides(CompiledKernel kernel)
    {
        if (!kernel.OpenClC.Any()) return "";
        IEnumerable<string> passes = kernel.Method.Parameters.SelectMany(p => p.Arguments).Select(argument => $"            arguments_.Pass({argument});\n");
        return $$"""

                    public override ReadOnlySpan<byte> OpenClC(int width_) => {{kernel.Method.Name}}Text.Description.OpenClC(width_);

                    public override void PassArguments(IKernelArguments arguments_)
                    {
            {{string.Concat(passes)}}        }

            """;
    }

    /// <summary>The class that holds the kernel's texts.</summary>
    public static string Texts(CompiledKernel kernel) =>
        $$"""

            internal sealed class {{kernel.Method.Name}}Text()
                : KernelDescription("{{kernel.Method.FullName}}", "{{kernel.Source.File}}", {{Truth(kernel.Method.OverItems)}}, {{Truth(kernel.Method.OverVectors)}})
            {
                public static KernelDescription Description { get; } = new {{kernel.Method.Name}}Text();

                public override ReadOnlySpan<byte> CSharp =>
        {{Literal(kernel.Source.Code)}};

                public override ReadOnlySpan<byte> OpenClC(int width_) => width_ switch
                {
        {{string.Concat(kernel.OpenClC.Select(text => $"            {(text.Width is 0 or 1 ? "_" : text.Width.ToString())} =>\n{Literal(text.Code)},\n"))}}{{(kernel.OpenClC.Any() ? "" : "            _ => default,\n")}}        };
            }

        """;

    private static string Truth(bool value) => value ? "true" : "false";

    // At the line's start, where a raw literal's text is kept as it is; between more quotes than the text has in a row.
    private static string Literal(string text)
    {
        int longest = Regex.Matches(text, "\"+").Cast<Match>().Select(match => match.Length).DefaultIfEmpty(0).Max();
        string quotes = new('"', System.Math.Max(3, longest + 1));
        return $"{quotes}\n{text}\n{quotes}u8";
    }
}
