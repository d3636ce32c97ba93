using System.Runtime.CompilerServices;
using LiVOS.Kernels.Compiler.OpenCl;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>docs/kernel-language.md says what the compiler does.</summary>
public class DocumentationTests
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../docs/kernel-language.md"));

    public static TheoryData<string> Ids => [.. Diagnostics.All.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_diagnostic_stands_in_the_table(string id)
    {
        DiagnosticDescriptor descriptor = Diagnostics.All.Single(one => one.Id == id);
        Assert.Contains($"| {id} | {descriptor.Title} |", s_text);
    }

    [Fact]
    public void The_sample_is_what_the_compiler_makes_of_it()
    {
        string[] samples = s_text.Split("\n\n").Where(part => part.StartsWith("    ")).ToArray();
        string csharp = Unindented(samples.First(sample => sample.Contains("[Kernel]")));
        int from = s_text.IndexOf("    // Elementwise.Add", StringComparison.Ordinal), to = s_text.IndexOf("\n\nand is launched by", StringComparison.Ordinal);
        string opencl = OpenClRenderer.Render(Lowered.Members(csharp).Kernel(lanes: 16));
        Assert.Equal(Unindented(s_text[from..to]).Replace("Elementwise.Add", "Ops.Add"), opencl.TrimEnd());
    }

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(line => line.StartsWith("    ") ? line[4..] : line)).TrimEnd();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
