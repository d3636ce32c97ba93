using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace LiVOS.Kernels.Compiler;

/// <summary>Renders a launch's members for devices that compile kernels from text, and the texts, as C#.</summary>
internal static class CompiledLaunchRenderer
{
    /// <summary>The members of the launch; none where the kernel has no text.</summary>
    public static string Overrides(CompiledKernel kernel)
    {
        if (!kernel.Ptx.Any()) return "";
        IEnumerable<string> passes = kernel.Method.Parameters.SelectMany(p => p.Arguments).Select(argument => $"            arguments_.Pass({argument});\n");
        return $$"""

                    public override ReadOnlySpan<byte> OpenClC(int width_) => {{kernel.Method.FullMethod}}Text.Description.OpenClC(width_);

                    public override ReadOnlySpan<byte> Ptx(int width_) => {{kernel.Method.FullMethod}}Text.Description.Ptx(width_);

                    public override void PassArguments(IKernelArguments arguments_)
                    {
            {{string.Concat(passes)}}        }

            """;
    }

    /// <summary>The class that holds the kernel's texts.</summary>
    public static string Texts(CompiledKernel kernel) =>
        $$"""

            internal sealed class {{kernel.Method.FullMethod}}Text()
                : KernelDescription(
                    "{{kernel.Method.FullName}}", "{{kernel.Source.File}}",
                    isOverItems: {{Truth(kernel.Method.OverItems)}}, hasVectors: {{Truth(kernel.Method.OverVectors)}},
                    needsTensorCores: {{Truth(kernel.NeedsTensorCores)}},
                    takesHalves: {{Truth(kernel.Method.Parameters.Any(parameter => parameter.Type == KernelParameter.Half))}})
            {
                public static KernelDescription Description { get; } = new {{kernel.Method.FullMethod}}Text();

                public override ReadOnlySpan<byte> CSharp =>
        {{Literal(kernel.Source.Code)}};

                public override ReadOnlySpan<byte> OpenClC(int width_) => width_ switch
                {
        {{Cases(kernel.OpenClC, lastIsAll: true)}}        };

                public override ReadOnlySpan<byte> Ptx(int width_) => width_ switch
                {
        {{Cases(kernel.Ptx, lastIsAll: !kernel.Method.OverVectors)}}        };
            }

        """;

    /// <summary>A text for each width. Where the last is not that of all other widths, these have none.</summary>
    private static string Cases(IEnumerable<KernelText> texts, bool lastIsAll)
    {
        KernelText[] all = [.. texts];
        string cases = string.Concat(
            all.Select((text, i) => $"            {(lastIsAll && i == all.Length - 1 ? "_" : text.Width.ToString())} =>\n{Literal(text.Code)},\n"));
        return lastIsAll && all.Length > 0 ? cases : cases + "            _ => default,\n";
    }

    private static string Truth(bool value) => value ? "true" : "false";

    // At the line's start, where a raw literal's text is kept as it is; between more quotes than the text has in a row.
    private static string Literal(string text)
    {
        int longest = Regex.Matches(text, "\"+").Cast<Match>().Select(match => match.Length).DefaultIfEmpty(0).Max();
        string quotes = new('"', System.Math.Max(3, longest + 1));
        return $"{quotes}\n{text}\n{quotes}u8";
    }
}
