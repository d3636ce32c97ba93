using System.Text.Json;
using LiVOS.Cli.Commands;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Reports;

namespace LiVOS.Cli.Tests;

/// <summary><c>livos kernels</c>.</summary>
public sealed class KernelsTests
{
    [Fact]
    public async Task Kernels_are_listed()
    {
        string list = (await Livos.RunAsync("kernels")).Succeeded().Output;
        Assert.Matches(@"Im2colConvolution\.Convolve +│ item of each group +│ 16, 8, 4, 1 +│ Im2colConvolution\.Cpu\.cs", list);
        Assert.Matches(@"Labels\.Argmax +│ item +│ +│ Labels\.cs", list);
    }

    [Fact]
    public async Task Kernels_are_listed_as_json()
    {
        using JsonDocument report = JsonDocument.Parse((await Livos.RunAsync("kernels", "--json")).Succeeded().Output);
        JsonElement[] kernels = [.. report.RootElement.GetProperty("kernels").EnumerateArray()];
        Assert.True(kernels.Length > 25, $"{kernels.Length} kernels");
        Assert.Contains(kernels, kernel => kernel.GetProperty("name").GetString() == "Softmax.SoftmaxRows");
    }

    [Theory]
    [InlineData("Elementwise.Add", "csharp", "16", "/// <summary><c>y[row] = a[row] + b[row]</c>", "public static void Add<TVec>(")]
    [InlineData("Elementwise.Add", "opencl", "16", "// Elementwise.Add, vectors of 16 floats\n", "vload16(0, &a[c]) + vload16(0, &b[c])")]
    [InlineData("elementwise.add", "opencl", "4", "// Elementwise.Add, vectors of 4 floats\n", "__kernel void Add(")]
    [InlineData("Argmax", "opencl", "8", "// Labels.Argmax\n", "__kernel void Argmax(")]
    [InlineData("Elementwise.Add", "ptx", "4", "// Elementwise.Add, vectors of 4 floats\n.version 7.0\n", "add.rn.f32")]
    [InlineData("Argmax", "ptx", "1", "// Labels.Argmax\n", ".visible .entry Argmax(")]
    public async Task A_kernel_shows_in_one_form(string name, string form, string width, string begin, string part)
    {
        string text = (await Livos.RunAsync("kernels", name, "--as", form, "--width", width)).Succeeded().Output;
        Assert.StartsWith(begin, text);
        Assert.Contains(part, text);
        Assert.EndsWith("}\n", text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Ptx_has_vectors_of_4_unless_asked_otherwise() =>
        Assert.StartsWith("// Elementwise.Add, vectors of 4 floats\n", (await Livos.RunAsync("kernels", "Elementwise.Add", "--as", "ptx")).Succeeded().Output);

    [Fact]
    public async Task A_kernel_shows_in_all_forms_one_after_the_other()
    {
        string text = (await Livos.RunAsync("kernels", "Argmax")).Succeeded().Output;
        Assert.StartsWith("// Labels.cs\n/// <summary>", text);
        Assert.True(text.IndexOf("public static void Argmax(", StringComparison.Ordinal) < text.IndexOf("__kernel void Argmax(", StringComparison.Ordinal));
    }

    [Fact]
    public void Wide_terminals_show_the_forms_side_by_side()
    {
        string[] left = ["// Ops.cs", "void F()", "{", "}"], right = ["__kernel void F()", "{"];
        Assert.Equal("// Ops.cs | __kernel void F()\nvoid F()  | {\n{         |\n}         |\n", KernelsCommand.SideBySide(left, right, columns: 29));
        Assert.Null(KernelsCommand.SideBySide(left, right, columns: 28));
    }

    [Fact]
    public void A_kernel_on_tensor_cores_has_PTX_in_place_of_OpenCL_C()
    {
        var kernel = new KernelReport("Ops.F", "item of each group", [], "Ops.cs", true, "void F();", "", "// Ops.F\nret;");
        Assert.Equal("ret;", KernelsCommand.DeviceText(kernel)[^4..]);
        Assert.Equal("// Ops.F uses tensor cores or asynchronous copies, which OpenCL C does not have: it becomes PTX only.", KernelsCommand.OpenClC(kernel));
    }

    [Theory]
    [InlineData("Convolv", "There is no kernel 'Convolv'.", "Im2colConvolution.Convolve")]
    [InlineData("Softmax.Softmaxrow", "Did you mean Softmax.SoftmaxRows?")]
    [InlineData("Elementwise.Ad", "Elementwise.Add")]
    public async Task An_unknown_name_gets_suggestions(string name, params string[] words) => (await Livos.RunAsync("kernels", name)).RefusedWith(words);

    [Theory]
    [InlineData("--width is 5", "kernels", "Argmax", "--width", "5")]
    [InlineData("--as needs the NAME of a kernel", "kernels", "--as", "opencl")]
    [InlineData("vectors have 4 or 1 floats in PTX", "kernels", "Elementwise.Add", "--as", "ptx", "--width", "8")]
    [InlineData("pascal", "kernels", "Argmax", "--as", "pascal")]
    public async Task An_unknown_form_is_refused(string complaint, params string[] args)
    {
        Outcome outcome = await Livos.RunAsync(args);
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains(complaint, outcome.Error);
    }
}
