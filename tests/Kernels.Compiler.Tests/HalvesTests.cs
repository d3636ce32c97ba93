using System.Reflection;
using System.Text;
using LiVOS.Kernels.Compiler.OpenCl;
using LiVOS.Kernels.Compiler.Ptx;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Testing.Devices;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>Kernels over elements that memory holds as floats or as halves.</summary>
public class HalvesTests
{
    private const string Scale =
        """
        [Kernel]
        public static void Scale<TVec, T, TY>(Index1D row, ArrayView<T> x, ArrayView<TY> y, int channels, float factor)
            where TVec : struct, IVec<TVec>
            where T : unmanaged
            where TY : unmanaged
        {
            for (int c = row * channels; c < (row + 1) * channels; c += TVec.Width) TVec.StoreAligned(TVec.LoadAligned(x, c) * TVec.Splat(factor), y, c);
        }

        """;

    private const string Shift =
        """
        [Kernel]
        public static void Shift<T>(Index1D i, ArrayView<T> x, ArrayView<T> y) where T : unmanaged => Element.Store(Element.Load(x, i + 1) + 0.5f, y, i);

        """;

    private const string Unaligned =
        """
        [Kernel]
        public static void Unaligned<TVec, T>(Index1D i, ArrayView<T> x, ArrayView<T> y) where TVec : struct, IVec<TVec> where T : unmanaged =>
            TVec.Store(TVec.Max(TVec.Load(x, i + 1), TVec.Splat(-3)), y, i * TVec.Width);

        """;

    private static readonly Lazy<Lowered> s_lowered = new(() => Lowered.Members(Scale + Shift + Unaligned));
    private static readonly Lazy<BothWays> s_bothWays = new(() => new(s_lowered.Value, "Sample"));
    private static readonly Lazy<Type> s_launches = new(() => new Compiling().Run(Scale + Shift + Unaligned).Load().GetType("Sample.Launches+Ops")!);

    /// <summary>Halves of every kind, and floats between and beyond them.</summary>
    private static readonly float[] s_numbers =
    [
        0, -0f, 1, -1.5f, 65504, 65519.996f, 65520, -1e9f, 1e-5f, 3e-8f, 2.9e-8f, 6.1e-5f, 1e-40f, 1 + 1 / 2048f, 1 + 3 / 2048f, -1 - 1 / 2048f, 1 + 1 / 4096f,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.MaxValue, MathF.PI, -1e-3f, 5.96e-8f, 1023.75f, 2049, 2051, -32769, 0.1f, 7e-6f,
        -4e-8f, 9,
    ];

    public static TheoryData<string> Devices => OpenClTest.Names;

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(1)]
    public void Vectors_compute_the_same_as_in_CSharp(int lanes)
    {
        BothWays run = s_bothWays.Value;
        int rows = s_numbers.Length / 16;
        run.AssertSame("Scale:HalfFloat", lanes, [rows], 0, 0, Halves(s_numbers), new float[s_numbers.Length], 16, 1.7f);
        run.AssertSame("Scale:FloatHalf", lanes, [rows], 0, 0, s_numbers, new Half[s_numbers.Length], 16, 1.00037f);
        run.AssertSame("Scale:HalfHalf", lanes, [rows], 0, 0, Halves(s_numbers), new Half[s_numbers.Length], 16, -0.37f);
        run.AssertSame("Unaligned:Half", lanes, [17 - lanes], 0, 0, Halves(Enumerable.Range(-8, 18).Select(i => i * 0.7f)), new Half[(17 - lanes) * lanes]);
    }

    [Fact]
    public void Numbers_compute_the_same_as_in_CSharp() =>
        s_bothWays.Value.AssertSame("Shift:Half", 0, [s_numbers.Length - 1], 0, 0, Halves(s_numbers), new Half[s_numbers.Length]);

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void An_OpenCL_device_computes_the_same_as_CSharp(string name)
    {
        foreach (int width in (int[])[16, 8, 4, 1])
        {
            if (width > CpuDevice.WidestVector) continue;
            using var cpu = new CpuDevice(threads: 1, width);
            using Device device = OpenClTest.Open(name, new() { CacheFolder = null, VectorWidth = width });
            foreach ((bool from, bool to) in ((bool, bool)[])[(true, false), (false, true), (true, true)])
                Assert.Equal(Scaled(cpu, from, to), Scaled(device, from, to));
        }
    }

    [Fact]
    public void OpenCL_C_needs_no_extension()
    {
        string text = OpenClRenderer.Render(s_lowered.Value.Lower(Kernel("Scale"), 8, "HalfFloat").Kernel!);
        Assert.Contains("__kernel void ScaleHalfFloat(", text);
        Assert.Contains("__global const half* x_buffer", text);
        Assert.Contains("vstore8(vload_half8(0, &x[c]) * (float8)(factor), 0, &y[c]);", text);
        text = OpenClRenderer.Render(s_lowered.Value.Lower(Kernel("Shift"), 0, "Half").Kernel!);
        Assert.Contains("vstore_half_rte(vload_half(0, &x[i + 1u]) + 0.5f, 0, &y[i]);", text);
        Assert.DoesNotContain("EXTENSION", text);
    }

    [Fact]
    public void PTX_takes_four_halves_at_a_time()
    {
        string text = PtxRenderer.Render(s_lowered.Value.Lower(Kernel("Scale"), 4, "HalfHalf").Kernel!);
        Assert.Contains(".target sm_70", text);
        Assert.Contains("ld.global.v4.b16 {%h1, %h2, %h3, %h4}, [%rd4];", text);
        Assert.Contains("cvt.f32.f16 %f1, %h1;", text);
        Assert.Contains("cvt.rn.f16.f32 %h5, %f5;", text);
        Assert.Contains("st.global.v4.b16 [%rd2], {%h5, %h6, %h7, %h8};", text);
    }

    [Fact]
    public void A_launch_takes_the_kernel_for_its_tensors()
    {
        using var device = new CpuDevice(threads: 1, 4);
        using var memory = new DeviceMemory();
        Tensor<float> floats = device.NewTensor<float>("floats", Shape.Vector(8), memory);
        Tensor<float> halves = device.NewTensor<float>("halves", Shape.Vector(8), memory, inHalves: true);
        (Tensor<float> X, Tensor<float> Y)[] pairs = [(floats, floats), (halves, floats), (floats, halves), (halves, halves)];
        Assert.Equal(
            ["Ops.Scale", "Ops.ScaleHalfFloat", "Ops.ScaleFloatHalf", "Ops.ScaleHalfHalf"],
            pairs.Select(pair => Launch("Scale", 2, 4, pair.X, pair.Y, 4, 1f, 0L).Kernel));
        Launch launch = Launch("Scale", 2, 4, halves, floats, 4, 1f, 0L);
        Assert.Contains(".visible .entry ScaleHalfFloat(", Encoding.UTF8.GetString(launch.Ptx(4)));
        Assert.Contains(
            "'floats' is held as floats; the kernel takes halves",
            Assert.Throws<TargetInvocationException>(() => Launch("Shift", 7, halves, floats, 0L)).InnerException!.Message);
    }

    [Fact]
    public void A_half_is_no_number_of_the_language()
    {
        IReadOnlyList<DiagnosticInfo> problems = Lowered.Members("[Kernel] public static void Bad(ArrayView<Half> x, ArrayView<float> y) => x[1] = x[0];")
            .Problems();
        Diagnostic problem = Assert.Single(problems).ToDiagnostic();
        Assert.Equal("LIVOS002", problem.Id);
        Assert.Contains("read and write them with Element.Load and Element.Store, or by TVec", problem.GetMessage());
    }

    private static IMethodSymbol Kernel(string name) => s_lowered.Value.Kernels.Single(kernel => kernel.Name == name);

    private static Half[] Halves(IEnumerable<float> numbers) => [.. numbers.Select(number => (Half)number)];

    private static IEnumerable<int> Scaled(Device device, bool fromHalves, bool toHalves)
    {
        using var memory = new DeviceMemory();
        Tensor<float> x = device.NewTensor<float>("x", Shape.Vector(s_numbers.Length), memory, fromHalves);
        Tensor<float> y = device.NewTensor<float>("y", x.Shape, memory, toHalves);
        x.Write(s_numbers);
        OpenClTest.PlanOf(device, Launch("Scale", s_numbers.Length / 16, 16, x, y, 16, 1.00037f, 0L)).Run();
        return [.. y.ToArray().Select(value => float.IsNaN(value) ? -1 : BitConverter.SingleToInt32Bits(value))];
    }

    private static Launch Launch(string kernel, params object[] arguments) => (Launch)s_launches.Value.GetMethod(kernel)!.Invoke(null, arguments)!;
}
