using System.Reflection;
using System.Text;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Language;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Tests;

public class CompiledLaunchTests
{
    private const string Fill =
        """
        /// <summary>Says "fill" three times: "fill", "fill".</summary>
        [Kernel]
        public static void Fill<TVec>(Index1D row, ArrayView<float> y, float value) where TVec : struct, IVec<TVec>
        {
            TVec.Store(TVec.Splat(value), y, row * TVec.Width);
        }
        """;

    private const string Take =
        """
        public enum Kind : byte { Plain, Fancy }
        public readonly record struct Size(int Width, int Height);
        public struct Shape { public Size Size; public bool Deep; public Kind Kind; public (long From, float Step) Range; }
        [Kernel]
        public static void Take(ArrayView<float> y, Shape shape, bool flag, short count)
        {
            if (flag && shape.Deep && shape.Kind == Kind.Fancy) y[count] = shape.Size.Width * shape.Range.Step;
        }
        """;

    private const string Share =
        """
        [Kernel]
        public static void Share(ArrayView<float> y)
        {
            ArrayView<float> shared = SharedMemory.GetDynamic();
            shared[0] = y[0];
            y[1] = shared[0];
        }
        """;

    [Theory]
    [InlineData(16, "// Ops.Fill, vectors of 16 floats\n", "float16")]
    [InlineData(8, "// Ops.Fill, vectors of 8 floats\n", "float8")]
    [InlineData(4, "// Ops.Fill, vectors of 4 floats\n", "float4")]
    [InlineData(1, "// Ops.Fill, vectors of 1 float\n", "float value")]
    public void A_launch_holds_its_text_for_each_width(int width, string begin, string vector)
    {
        string text = Encoding.UTF8.GetString(Launch("Fill", Fill, 3, 16, Floats(), 2f, 0L).OpenClC(width));
        Assert.StartsWith(begin, text);
        Assert.Contains("__kernel void Fill(\n    const int items, __global float* y_buffer, const long y_offset, const float value)\n", text);
        Assert.Contains(vector, text);
    }

    [Fact]
    public void Arguments_are_passed_as_the_text_takes_them()
    {
        var compiling = new Compiling().Run(Take);
        Assembly assembly = compiling.Load();
        object shape = Activator.CreateInstance(assembly.GetType("Sample.Ops+Shape")!)!;
        Set(shape, "Size", Activator.CreateInstance(assembly.GetType("Sample.Ops+Size")!, 5, 6)!);
        Set(shape, "Deep", true);
        Set(shape, "Kind", Enum.ToObject(assembly.GetType("Sample.Ops+Kind")!, 1));
        Set(shape, "Range", (7L, 0.5f));
        Tensor<float> y = Floats();
        var launch = (Launch)assembly.GetType("Sample.Launches+Ops")!.GetMethod("Take")!.Invoke(null, [LaunchShape.Tiles(1), y, shape, false, (short)9, 0L])!;

        var passed = new Passed();
        launch.PassArguments(passed);

        Assert.Equal([y, 5, 6, 1, (byte)1, 7L, 0.5f, 0, (short)9], passed.Values);
        Assert.Contains(
            "const int shape_Size_Width, const int shape_Size_Height, const int shape_Deep, const uchar shape_Kind",
            string.Join(' ', Encoding.UTF8.GetString(launch.OpenClC(1)).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void A_launch_tells_how_its_kernel_runs()
    {
        Launch fill = Launch("Fill", Fill, 3, 16, Floats(), 2f, 0L), share = Launch("Share", Share, LaunchShape.Tiles(1), Floats(), 0L);
        Assert.Equal((true, false), (fill.OverItems, fill.TakesDynamicShared));
        Assert.Equal((false, true), (share.OverItems, share.TakesDynamicShared));
        Assert.Contains("__local float* shared)", Encoding.UTF8.GetString(share.OpenClC(1)));
    }

    [Fact]
    public void The_catalog_shows_every_kernel_in_its_forms()
    {
        var kernels = (IReadOnlyList<KernelDescription>)new Compiling().Run(Share, Fill).Load()
            .GetType("Sample.KernelCatalog")!.GetProperty("Kernels")!.GetValue(null)!;

        Assert.Equal(["Ops.Fill", "Ops.Share"], kernels.Select(kernel => kernel.Name));
        KernelDescription fill = kernels[0];
        Assert.Equal(("Ops1.cs", true, true), (fill.File, fill.IsOverItems, fill.HasVectors));
        Assert.StartsWith("/// <summary>Says \"fill\" three times", Encoding.UTF8.GetString(fill.CSharp));
        Assert.EndsWith("    TVec.Store(TVec.Splat(value), y, row * TVec.Width);\n}", Encoding.UTF8.GetString(fill.CSharp));
        Assert.StartsWith("// Ops.Fill, vectors of 8 floats\n", Encoding.UTF8.GetString(fill.OpenClC(8)));
    }

    [Fact]
    public void A_kernel_on_tensor_cores_has_PTX_and_no_OpenCL_C()
    {
        const string copy =
            """
            [Kernel]
            public static void Copy<TVec>(ArrayView<float> x, ArrayView<float> y) where TVec : struct, IVec<TVec>
            {
                ArrayView<float> shared = SharedMemory.GetDynamic();
                AsyncCopy.Begin(x, 0, shared, 0, true);
                AsyncCopy.Wait(0);
                TVec.Store(TVec.Load(shared, 0), y, 0);
            }
            """;
        Compiling compiling = new Compiling().Run(copy, Fill);
        var kernels = (IReadOnlyList<KernelDescription>)compiling.Load().GetType("Sample.KernelCatalog")!.GetProperty("Kernels")!.GetValue(null)!;

        Assert.Equal([true, false], kernels.Select(kernel => kernel.NeedsTensorCores));
        Launch launch = Launch("Copy", copy, LaunchShape.Tiles(1, dynamicShared: 4), 4, Floats(), Floats(), 0L);
        Assert.True(launch.TakesDynamicShared);
        Assert.All((int[])[16, 8, 4, 1], width => Assert.True(launch.OpenClC(width).IsEmpty));
        Assert.All((int[])[4, 1], width => Assert.Contains(".target sm_80\n", Encoding.UTF8.GetString(launch.Ptx(width))));
        var passed = new Passed();
        launch.PassArguments(passed);
        Assert.Equal(2, passed.Values.Count);
    }

    [Fact]
    public void A_kernel_that_is_refused_gets_a_launch_without_text()
    {
        Compiling compiling = new Compiling().Run(
            "[Kernel] public static void Bad(ArrayView<float> x) { double d = 1; x[0] = (float)d; }",
            "public static Launch Use() => Launches.Ops.Bad(default, null!);");

        Diagnostic error = Assert.Single(compiling.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        Assert.Empty(compiling.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.DoesNotContain("PassArguments", compiling.Files["Sample.Ops.Bad.g.cs"]);
    }

    private static Launch Launch(string kernel, string members, params object[] arguments) =>
        (Launch)new Compiling().Run(members).Load().GetType("Sample.Launches+Ops")!.GetMethod(kernel)!.Invoke(null, arguments)!;

    private static Tensor<float> Floats()
    {
        var device = new CpuDevice(threads: 1);
        return device.NewTensor<float>("y", Shape.Vector(64), new DeviceMemory());
    }

    private static void Set(object target, string field, object value) =>
        target.GetType().GetField(field, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.SetValue(target, value);

    /// <summary>Writes down what a launch passes.</summary>
    private sealed class Passed : IKernelArguments
    {
        public List<object> Values { get; } = [];

        public void Pass(Tensor tensor) => Values.Add(tensor);

        public void Pass<T>(T value) where T : unmanaged => Values.Add(value);
    }
}
