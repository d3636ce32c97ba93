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

    private const string Sizes = "public readonly record struct Size(int Width, int Height) { public int Area => Width * Height; } ";

    private const string Sized =
        "public static void Sized<TVec>(Index1D row, ArrayView<float> x, int channels, int rows, Size size) where TVec : struct, IVec<TVec>";

    [Theory]
    [InlineData("Scale", "int items, int vectorizedExtent, Tensor`1 x, Tensor`1 y, Single factor, Int32 channels, Int64 operations")]
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
        Assert.Equal((16, 96), (scale.VectorizedExtent, scale.FloatingOperations));
        Assert.Equal((0, 0), (number.VectorizedExtent, number.FloatingOperations));
    }

    [Theory]
    [InlineData("public void Bad(ArrayView<float> x) { }", "'Bad' cannot be launched: it must be a static method that returns void")]
    [InlineData("public static int Bad(ArrayView<float> x) => 0;", "it must be a static method that returns void")]
    [InlineData("public static void Bad<T, U>(ArrayView<float> x) { }", "its first type parameter may be the vector TVec, others the elements of views")]
    [InlineData("public static void Bad<T>([Optional] ArrayView<T> x) where T : unmanaged { }", "a parameter that is not optional must be a view of 'T'")]
    [InlineData("public static void Bad(ArrayView<float> x, string name) { }", "the parameter 'name' must be an ArrayView or a plain value")]
    [InlineData("public static void Bad(Index1D item, ref int count) { }", "the parameter 'count' must be an ArrayView or a plain value")]
    [InlineData("public static void Bad(float[] x) { }", "the parameter 'x' must be an ArrayView or a plain value")]
    [InlineData(
        "public static void Bad(ArrayView<float> x, Secret s) { } public struct Secret { int _hidden; }",
        "the field '_hidden' of 'Secret' must be public or internal")]
    [InlineData("public static void Bad(ArrayView<float> x, Index1D item) { }", "the parameter 'item' must come first")]
    [InlineData("public static void Bad<T>(ArrayView<float> x) { }", "its type parameter must be a vector: where T : struct, IVec<T>")]
    [InlineData("private static void Bad(ArrayView<float> x) { }", "it and its class must be public or internal")]
    [InlineData("public static void Bad([Optional] int n, ArrayView<float> x) { }", "the parameter 'n' must be an ArrayView to be optional")]
    [InlineData("public static void Bad([Optional] ArrayView<float> x) { }", "the optional tensor 'x' must have another of its type beside it")]
    [InlineData(
        "public static void Bad([Optional] ArrayView<float> x, ArrayView<int> y) { }", "the optional tensor 'x' must have another of its type beside it")]
    [InlineData("public static void Bad([Optional] ArrayView<int> x, [Optional] ArrayView<int> y) { }", "the optional tensor 'x' must have another")]
    public void A_signature_that_is_not_a_kernels_is_an_error_where_it_stands(string method, string words)
    {
        Compiling compiling = new Compiling().Run($"[Kernel] {method}", Scale);

        Diagnostic error = Assert.Single(compiling.Diagnostics);
        Assert.Equal(("LIVOS001", DiagnosticSeverity.Error), (error.Id, error.Severity));
        Assert.Contains(words, error.GetMessage());
        Assert.Equal("Bad", compiling.TextAt(error));
        Assert.Equal(["Sample.Ops.Scale.g.cs", "Sample.KernelCatalog.g.cs"], compiling.Files.Keys);
    }

    [Theory]
    [InlineData("nameof(channels)", 24)]
    [InlineData("\"channels\"", 24)]
    [InlineData("\"channels / 2\"", 12)]
    [InlineData("\"4 * (channels + rows) - 8\"", 4 * (24 + 5) - 8)]
    [InlineData("\"size.Width\"", 6)]
    [InlineData("nameof(size) + \".\" + nameof(Size.Area)", 42)]
    public void Vectors_lie_along_the_extent_that_the_signature_names(string extent, int expected)
    {
        MethodInfo launch = Launches($"{Sizes}[Kernel, VectorOver({extent})] {Sized} {{ }}").GetMethod("Sized")!;
        Assert.DoesNotContain(launch.GetParameters(), parameter => parameter.Name == "vectorizedExtent");
        object size = Activator.CreateInstance(launch.GetParameters()[4].ParameterType, 6, 7)!;
        Assert.Equal(expected, ((Launch)launch.Invoke(null, [1, Floats(), 24, 5, size, 0L])!).VectorizedExtent);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"heads\"")]
    [InlineData("\"row\"")]
    [InlineData("\"x\"")]
    [InlineData("\"x.Length\"")]
    [InlineData("\"size\"")]
    [InlineData("\"size.Depth\"")]
    [InlineData("\"channels +\"")]
    [InlineData("\"channels rows\"")]
    [InlineData("\"channels / 2.0f\"")]
    [InlineData("\"Math.Max(channels, rows)\"")]
    [InlineData("\"channels; \"")]
    [InlineData("null!")]
    public void An_extent_that_a_launch_cannot_compute_is_refused(string extent)
    {
        Diagnostic error = Assert.Single(new Compiling().Run($"{Sizes}[Kernel, VectorOver({extent})] {Sized} {{ }}").Diagnostics);
        Assert.Equal("LIVOS001", error.Id);
        Assert.Contains("must be an int, made of its parameters", error.GetMessage());
    }

    [Fact]
    public void An_extent_without_vectors_is_refused()
    {
        Compiling compiling = new Compiling().Run("[Kernel, VectorOver(nameof(n))] public static void Bad(ArrayView<float> x, int n) { }");
        Assert.Contains("it has no vectors", Assert.Single(compiling.Diagnostics).GetMessage());
    }

    [Fact]
    public void An_optional_tensor_that_is_left_out_has_a_stand_in_of_its_type()
    {
        MethodInfo create = Launches(
            "[Kernel] public static void Mix(ArrayView<int> n, [Optional] ArrayView<float> a, ArrayView<float> x, "
                + "[Optional] ArrayView<int> m, ArrayView<float> y) { }")
            .GetMethod("Mix")!;
        var nullability = new NullabilityInfoContext();
        Assert.Equal(
            [false, true, false, true, false],
            create.GetParameters()[1..6].Select(parameter => nullability.Create(parameter).ReadState == NullabilityState.Nullable));

        (Tensor<int> n, Tensor<int> m) = (Numbers(), Numbers());
        (Tensor<float> a, Tensor<float> x, Tensor<float> y) = (Floats(), Floats(), Floats());
        Assert.Equal([n, a, x, m, y], ((Launch)create.Invoke(null, [LaunchShape.Tiles(1), n, a, x, m, y, 0L])!).Operands);
        Assert.Equal([n, x, x, n, y], ((Launch)create.Invoke(null, [LaunchShape.Tiles(1), n, null, x, null, y, 0L])!).Operands);
    }

    [Fact]
    public void Equal_names_in_two_classes_are_no_collision()
    {
        const string twice =
            """
            public static class First { [Kernel] public static void Fill(ArrayView<int> y) => y[0] = 1; }
            public static class Second { [Kernel] public static void Fill(ArrayView<int> y) => y[0] = 2; }
            """;
        Compiling compiling = new Compiling().RunFiles($"namespace A; {twice}", $"namespace B; {twice}");
        Assert.Empty(compiling.Diagnostics);
        Assembly assembly = compiling.Load();
        (string, int)[] filled = [("A.Launches+First", 1), ("A.Launches+Second", 2), ("B.Launches+First", 1), ("B.Launches+Second", 2)];
        foreach ((string type, int expected) in filled)
        {
            using var device = new CpuDevice(threads: 1);
            using var memory = new DeviceMemory();
            Tensor<int> y = device.NewTensor<int>("y", Shape.Vector(1), memory);
            var builder = new PlanBuilder(device);
            builder.Add((Launch)assembly.GetType(type)!.GetMethod("Fill")!.Invoke(null, [LaunchShape.Tiles(1), y, 0L])!);
            builder.Build().Run();
            Assert.Equal([expected], y.ToArray());
        }

        foreach (string space in (string[])["A", "B"])
        {
            var kernels = (IReadOnlyList<KernelDescription>)assembly.GetType($"{space}.KernelCatalog")!.GetProperty("Kernels")!.GetValue(null)!;
            Assert.Equal(["First.Fill", "Second.Fill"], kernels.Select(kernel => kernel.Name));
        }
    }

    [Fact]
    public void Kernels_of_one_class_have_names_of_their_own()
    {
        Compiling compiling = new Compiling()
            .Run("[Kernel] public static void Twice(ArrayView<float> x) { } [Kernel] public static void Twice(ArrayView<int> x) { }");
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
        Assert.Contains("Plain(LaunchShape grid, global::Sample.Ops.Index1D item, ", compiling.Files["Sample.Ops.Plain.g.cs"]);
    }

    [Fact]
    public void Methods_that_are_not_kernels_get_nothing()
    {
        Compiling compiling = new Compiling().Run("public static void Plain(ArrayView<float> x) { }");
        Assert.Empty(compiling.Files);
        Assert.Empty(compiling.Diagnostics);
    }

    [Fact]
    public void Unchanged_kernels_are_not_compiled_again()
    {
        var compiling = new Compiling();
        Assert.Equal([IncrementalStepRunReason.New, IncrementalStepRunReason.New], compiling.Run(Scale, Number).Kernels);

        // The same text again, another file's comment, then a new parameter of one kernel.
        Assert.All(compiling.Run(Scale, Number).Kernels, AssertKept);
        Assert.All(compiling.Run(Scale, Number, "// more").Kernels, AssertKept);
        IReadOnlyList<IncrementalStepRunReason> kernels = compiling.Run(Scale, Number.Replace("> y)", "> y, int more)")).Kernels;
        AssertKept(kernels[0]);
        Assert.Equal(IncrementalStepRunReason.Modified, kernels[1]);
        Assert.Contains("int more", compiling.Files["Sample.Ops.Number.g.cs"]);
    }

    private static Tensor<float> Floats() => new CpuDevice(threads: 1).NewTensor<float>("x", Shape.Vector(1), new DeviceMemory());

    private static Tensor<int> Numbers() => new CpuDevice(threads: 1).NewTensor<int>("n", Shape.Vector(1), new DeviceMemory());

    private static void AssertKept(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());

    private static Type Launches(params string[] members) => new Compiling().Run(members).Load().GetType("Sample.Launches+Ops")!;
}
