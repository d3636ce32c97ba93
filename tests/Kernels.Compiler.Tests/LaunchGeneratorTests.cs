using System.Reflection;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Language;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Tests;

public class LaunchGeneratorTests
{
    private const string Scale =
        """
        [Kernel]
        public static void Scale<TVec>(Index1D row, ArrayView<float> x, ArrayView<float> y, float factor, int channels)
            where TVec : struct, IVec<TVec>
        {
            for (int c = row * channels; c < (row + 1) * channels; c += TVec.Width)
                TVec.Store(TVec.Load(x, c) * TVec.Splat(factor), y, c);
        }
        """;

    private const string Number =
        """
        [Kernel]
        public static void Number(ArrayView<int> y) => y[Grid.IdxX + Grid.DimX * Grid.IdxY] = Grid.IdxX + 10 * Grid.IdxY;
        """;

    [Theory]
    [InlineData("Scale", "int items, int widthDivides, Tensor`1 x, Tensor`1 y, Single factor, Int32 channels, Int64 operations")]
    [InlineData("Number", "LaunchShape grid, Tensor`1 y, Int64 operations")]
    public void A_kernel_gets_a_typed_launch(string kernel, string parameters)
    {
        MethodInfo launch = Launches(Scale, Number).GetMethod(kernel)!;
        Assert.Equal(
            parameters.Replace("int ", "Int32 "), string.Join(", ", launch.GetParameters().Select(p => $"{p.ParameterType.Name} {p.Name}")));
        Assert.Equal(typeof(Launch), launch.ReturnType);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(1)]
    public void A_launch_runs_its_kernel(int vectorWidth)
    {
        using var device = new CpuDevice(threads: 2, vectorWidth);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.NewTensor<float>("x", Shape.Matrix(3, 16), memory), y = device.NewTensor<float>("y", x.Shape, memory);
        Tensor<int> numbers = device.NewTensor<int>("numbers", Shape.Vector(6), memory);
        float[] values = [.. Enumerable.Range(0, 48).Select(i => (float)i)];
        x.Write(values);
        Type launches = Launches(Scale, Number);
        var scale = (Launch)launches.GetMethod("Scale")!.Invoke(null, [3, 16, x, y, 2f, 16, 96L])!;
        var number = (Launch)launches.GetMethod("Number")!.Invoke(null, [LaunchShape.Tiles(3, 2), numbers, 0L])!;

        var builder = new PlanBuilder(device);
        builder.Add(scale);
        builder.Add(number);
        builder.Build().Run();

        Assert.Equal(values.Select(v => 2 * v), y.ToArray());
        Assert.Equal([0, 1, 2, 10, 11, 12], numbers.ToArray());
        Assert.Equal("Ops.Scale", scale.Kernel);
        Assert.Equal([x, y], scale.Operands);
        Assert.Equal((16, 96), (scale.WidthDivides, scale.FloatingOperations));
        Assert.Equal((0, 0), (number.WidthDivides, number.FloatingOperations));
    }

    [Theory]
    [InlineData("public void Bad(ArrayView<float> x) { }", "'Bad' cannot be launched: it must be a static method that returns void")]
    [InlineData("public static int Bad(ArrayView<float> x) => 0;", "it must be a static method that returns void")]
    [InlineData("public static void Bad<T, U>(ArrayView<float> x) { }", "it may have one type parameter")]
    [InlineData("public static void Bad(ArrayView<float> x, string name) { }", "the parameter 'name' must be an ArrayView or a plain value")]
    [InlineData("public static void Bad(Index1D item, ref int count) { }", "the parameter 'count' must be an ArrayView or a plain value")]
    [InlineData("public static void Bad(float[] x) { }", "the parameter 'x' must be an ArrayView or a plain value")]
    [InlineData("public static void Bad(ArrayView<float> x, Secret s) { } public struct Secret { int _hidden; }", "the field '_hidden' of 'Secret' must be public or internal")]
    [InlineData("public static void Bad(ArrayView<float> x, Index1D item) { }", "the parameter 'item' must come first")]
    [InlineData("public static void Bad<T>(ArrayView<float> x) { }", "its type parameter must be a vector: where T : struct, IVec<T>")]
    [InlineData("private static void Bad(ArrayView<float> x) { }", "it and its class must be public or internal")]
    public void A_signature_that_is_not_a_kernels_is_an_error_where_it_stands(string method, string words)
    {
        Compiling compiling = new Compiling().Run($"[Kernel] {method}", Scale);

        Diagnostic error = Assert.Single(compiling.Diagnostics);
        Assert.Equal(("LIVOS001", DiagnosticSeverity.Error), (error.Id, error.Severity));
        Assert.Contains(words, error.GetMessage());
        Assert.Equal("Bad", compiling.TextAt(error));
        Assert.Equal(["Ops.Scale.g.cs", "Sample.KernelCatalog.g.cs"], compiling.Files.Keys);
    }

    [Fact]
    public void Kernels_of_one_class_have_names_of_their_own()
    {
        Compiling compiling = new Compiling().Run("[Kernel] public static void Twice(ArrayView<float> x) { } [Kernel] public static void Twice(ArrayView<int> x) { }");
        Assert.All(compiling.Diagnostics, error => Assert.Contains("another kernel of its class has the same name", error.GetMessage()));
        Assert.Equal(2, compiling.Diagnostics.Count);
    }

    [Fact]
    public void A_kernel_in_a_nested_class_is_refused()
    {
        Compiling compiling = new Compiling().Run("public static class Inner { [Kernel] public static void Bad(ArrayView<float> x) { } }");
        Assert.Contains("neither nested nor generic", Assert.Single(compiling.Diagnostics).GetMessage());
    }

    [Fact]
    public void Types_of_the_language_are_known_by_their_full_names()
    {
        Compiling compiling = new Compiling().Run(
            "public struct Index1D { public int X; } [Kernel] public static void Plain(Index1D item, ArrayView<float> x) { }");
        Assert.Empty(compiling.Diagnostics);
        Assert.Contains("Plain(LaunchShape grid, global::Sample.Ops.Index1D item, ", compiling.Files["Ops.Plain.g.cs"]);
    }

    [Fact]
    public void Methods_that_are_not_kernels_get_nothing()
    {
        Compiling compiling = new Compiling().Run("public static void Plain(ArrayView<float> x) { }");
        Assert.Empty(compiling.Files);
        Assert.Empty(compiling.Diagnostics);
    }

    [Fact]
    public void What_has_not_changed_is_not_compiled_again()
    {
        var compiling = new Compiling();
        Assert.Equal([IncrementalStepRunReason.New, IncrementalStepRunReason.New], compiling.Run(Scale, Number).Kernels);

        // The same text again, another file's comment, then a new parameter of one kernel.
        Assert.All(compiling.Run(Scale, Number).Kernels, AssertKept);
        Assert.All(compiling.Run(Scale, Number, "// more").Kernels, AssertKept);
        IReadOnlyList<IncrementalStepRunReason> kernels = compiling.Run(Scale, Number.Replace("> y)", "> y, int more)")).Kernels;
        AssertKept(kernels[0]);
        Assert.Equal(IncrementalStepRunReason.Modified, kernels[1]);
        Assert.Contains("int more", compiling.Files["Ops.Number.g.cs"]);
    }

    private static void AssertKept(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());

    private static Type Launches(params string[] members) => new Compiling().Run(members).Load().GetType("Sample.Launches")!;
}
