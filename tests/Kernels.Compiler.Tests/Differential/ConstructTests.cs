using System.Reflection;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Language;
using LiVOS.Testing.Devices;

namespace LiVOS.Kernels.Compiler.Tests.Differential;

/// <summary>What random kernels do not have: special values, functions that OpenCL C computes within some units in the last place, vectors,
/// memory of small elements, and groups.</summary>
public class ConstructTests
{
    private const string Members =
        """
        [Kernel]
        public static void Extremes(Index1D i, ArrayView<float> x, ArrayView<float> y, int count)
        {
            for (int j = 0; j < count; j++)
            {
                y[(i * count + j) * 2] = MathF.Min(x[i], x[j]);
                y[(i * count + j) * 2 + 1] = MathF.Max(x[i], x[j]);
            }
        }

        [Kernel]
        public static void Integers(Index1D i, ArrayView<float> x, ArrayView<int> y)
        {
            y[i * 10] = (int)x[i];
            y[i * 10 + 1] = (int)(uint)x[i];
            y[i * 10 + 2] = (int)((long)x[i] >> 32);
            y[i * 10 + 3] = (int)((ulong)x[i] >> 32);
            y[i * 10 + 4] = (byte)x[i];
            y[i * 10 + 5] = (sbyte)x[i];
            y[i * 10 + 6] = (short)x[i];
            y[i * 10 + 7] = (ushort)x[i];
            y[i * 10 + 8] = (int)(float)(int)x[i];
            y[i * 10 + 9] = (int)MathF.Round(x[i]);
        }

        [Kernel]
        public static void Functions(Index1D i, ArrayView<float> x, ArrayView<float> y)
        {
            float v = x[i], positive = MathF.Abs(v) + 0.001f;
            y[i * 8] = MathF.Exp(v);
            y[i * 8 + 1] = MathF.Log(positive);
            y[i * 8 + 2] = MathF.Sin(v);
            y[i * 8 + 3] = MathF.Cos(v);
            y[i * 8 + 4] = MathF.Tanh(v);
            y[i * 8 + 5] = MathF.Pow(positive, v * 0.25f);
            y[i * 8 + 6] = MathF.Sqrt(positive);
            y[i * 8 + 7] = v / positive;
        }

        [Kernel]
        public static void Vectors<TVec>(Index1D i, ArrayView<float> x, ArrayView<float> y) where TVec : struct, IVec<TVec>
        {
            TVec a = TVec.Load(x, i), b = TVec.Load(x, i + 16), zero = TVec.Splat(0);
            int at = i * 6 * TVec.Width;
            TVec.Store(TVec.Fma(a, b, TVec.Splat(1.5f)) - b, y, at);
            TVec.Store(TVec.Max(a, b), y, at + TVec.Width);
            TVec.Store(TVec.Min(zero, a) + TVec.Max(b, zero), y, at + 2 * TVec.Width);
            TVec.Store(TVec.CopySign(TVec.Abs(a) * b, TVec.Splat(-1)), y, at + 3 * TVec.Width);
            TVec.Store(i % 2 == 0 ? a : b, y, at + 4 * TVec.Width);
            TVec.Store(TVec.Splat(TVec.ReduceAdd(a) + TVec.ReduceMax(b)), y, at + 5 * TVec.Width);
        }

        [Kernel]
        public static void Small(Index1D i, ArrayView<byte> bytes, ArrayView<bool> flags, ArrayView<short> shorts, ArrayView<int> y)
        {
            flags[i] ^= bytes[i] > 100;
            shorts[i] += (short)(bytes[i] * 300);
            bytes[i] -= 7;
            y[i] = (flags[i] ? 1 : 0) + shorts[i] * bytes[i];
        }

        [Kernel]
        public static void Reverse(ArrayView<int> x, ArrayView<int> sums)
        {
            ArrayView<int> tile = SharedMemory.Allocate<int>(64);
            ArrayView<float> dynamic = SharedMemory.GetDynamic();
            int lane = Group.IdxX, at = Grid.IdxX * Group.DimX + lane;
            tile[lane] = x[at];
            dynamic[Group.DimX - 1 - lane] = lane;
            Group.Barrier();
            x[at] = tile[Group.DimX - 1 - lane] * 100 + (int)dynamic[lane];
            Atomic.Add(sums, Grid.IdxX, tile[lane]);
        }

        [Kernel]
        public static void Total(Index1D i, ArrayView<float> x, ArrayView<float> y, ArrayView<int> before)
        {
            Atomic.Add(y, i % 2, x[i]);
            before[i] = Atomic.Add(before, 64, 1);
        }
        """;

    private static readonly float[] s_special =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 300.7f, -300.7f, 70000f, 2147483520f, 2147483648f, -2147483648f, 3e9f, 4294967296f, -3e9f, 9.2e18f,
        1e20f, -1e20f,
        float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    private static readonly Lazy<Type> s_launches = new(() => new Compiling().Run(Members).Load().GetType("Sample.Launches+Ops")!);

    public static TheoryData<string> Devices => OpenClTest.Names;

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Extremes_are_those_of_CSharp_for_zeros_and_NaN_too(string device)
    {
        int count = s_special.Length;
        AssertSame(On(device, "Extremes", count, s_special, new float[2 * count * count], count));
    }

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Floats_become_the_same_integers(string device) =>
        AssertSame(On(device, "Integers", s_special.Length, s_special, new int[10 * s_special.Length]));

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Functions_are_within_what_OpenCL_promises(string device)
    {
        // OpenCL's bounds for exp, log, sin, cos, tanh, pow, sqrt and division; C#'s own error is one unit at most.
        int[] units = [3, 3, 4, 4, 5, 16, 3, 3];
        float[] x = [.. Enumerable.Range(0, 200).Select(i => (i - 100) * 0.173f)];
        (object[] expected, object[] actual) = On(device, "Functions", x.Length, x, new float[8 * x.Length]);
        float[] e = (float[])expected[1], a = (float[])actual[1];
        for (int i = 0; i < e.Length; i++)
        {
            float unit = MathF.BitIncrement(MathF.Abs(e[i])) - MathF.Abs(e[i]);
            Assert.True(MathF.Abs(e[i] - a[i]) <= (units[i % 8] + 1) * unit, $"function {i % 8} of {x[i / 8]:R}: {e[i]:R} in C#, {a[i]:R} on {device}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Vectors_of_every_width_compute_the_same(string device)
    {
        foreach (int width in (int[])[16, 8, 4, 1])
        {
            if (width > CpuDevice.WidestVector) continue;
            float[] x = [.. Enumerable.Range(0, 64).Select(i => i % 11 == 0 ? -0f : (i * 37 % 64 - 31) * 0.37f)];
            AssertSame(On(device, "Vectors", (20, width), x, new float[20 * 6 * 16]));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Lanes_that_are_NaN_are_chosen_as_x86_chooses(string device)
    {
        Skip.IfNot(System.Runtime.Intrinsics.X86.X86Base.IsSupported, "In C#, what TVec.Max makes of NaN is the processor's choice, and this one is no x86.");
        float[] x = [.. Enumerable.Range(0, 64).Select(i => i % 5 == 0 ? float.NaN : i - 30f)];
        (object[] expected, object[] actual) = On(device, "Vectors", (16, 4), x, new float[16 * 6 * 4]);

        // The largest lane of a vector with NaN is anyone's: that row is left out.
        float[] e = (float[])expected[1], a = (float[])actual[1];
        for (int i = 0; i < e.Length; i++)
            if (i / 4 % 6 != 5) Assert.Equal(e[i], a[i]);
    }

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Small_elements_wrap_around(string device) => AssertSame(
        On(device, "Small", 64, Enumerable.Range(0, 64).Select(i => (byte)(i * 5)).ToArray(), Enumerable.Range(0, 64).Select(i => i % 3 == 0).ToArray(),
        Enumerable.Range(0, 64).Select(i => (short)(i * 1111)).ToArray(), new int[64]));

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Groups_share_memory_and_wait(string deviceName)
    {
        using Device device = OpenClTest.Open(deviceName);
        int[] x = [.. Enumerable.Range(0, 48).Select(i => i * i)];
        object[] arguments = [x.Clone(), new int[3]];
        Run(device, "Reverse", new LaunchShape(new(3), new(16), DynamicShared: 16), 0, arguments);
        Assert.Equal(Enumerable.Range(0, 48).Select(i => x[i / 16 * 16 + 15 - i % 16] * 100 + 15 - i % 16), (int[])arguments[0]);
        Assert.Equal(Enumerable.Range(0, 3).Select(group => x.Skip(group * 16).Take(16).Sum()), (int[])arguments[1]);
    }

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Items_add_to_one_element_without_losing_any(string deviceName)
    {
        using Device device = OpenClTest.Open(deviceName);
        float[] x = [.. Enumerable.Range(0, 64).Select(i => i + 0.25f)];
        object[] arguments = [x, new float[2], new int[65]];
        Run(device, "Total", 64, 0, arguments);
        Assert.Equal([x.Where((_, i) => i % 2 == 0).Sum(), x.Where((_, i) => i % 2 == 1).Sum()], (float[])arguments[1]);
        Assert.Equal(Enumerable.Range(0, 64), ((int[])arguments[2]).Take(64).Order());
        Assert.Equal(64, ((int[])arguments[2])[64]);
    }

    private static (object[] Expected, object[] Actual) On(string deviceName, string kernel, int items, params object[] arguments) =>
        On(deviceName, kernel, (items, 0), arguments);

    private static (object[] Expected, object[] Actual) On(string deviceName, string kernel, (int Items, int Width) shape, params object[] arguments)
    {
        object[] expected = [.. arguments.Select(Copy)], actual = [.. arguments.Select(Copy)];
        using var cpu = new CpuDevice(threads: 1, shape.Width == 0 ? 1 : shape.Width);
        using Device device = OpenClTest.Open(deviceName, new() { CacheFolder = null, VectorWidth = shape.Width == 0 ? 1 : shape.Width });
        Run(cpu, kernel, shape.Items, shape.Width, expected);
        Run(device, kernel, shape.Items, shape.Width, actual);
        return (expected, actual);
    }

    private static void AssertSame((object[] Expected, object[] Actual) run)
    {
        for (int i = 0; i < run.Expected.Length; i++)
        {
            if (run.Expected[i] is float[] floats) Assert.Equal(floats.Select(Bits), ((float[])run.Actual[i]).Select(Bits));
            else Assert.Equal(run.Expected[i], run.Actual[i]);
        }
    }

    private static int Bits(float value) => float.IsNaN(value) ? -1 : BitConverter.SingleToInt32Bits(value);

    private static object Copy(object argument) => argument is Array array ? array.Clone() : argument;

    /// <summary>Runs a kernel; arrays among the arguments become tensors, and get what it leaves in them.</summary>
    private static void Run(Device device, string kernel, object shape, int width, object[] arguments)
    {
        using var memory = new DeviceMemory();
        (object Value, Action Read)[] passed = [.. arguments.Select(argument => argument switch
        {
            float[] values => Pass(device, memory, values),
            int[] values => Pass(device, memory, values),
            byte[] values => Pass(device, memory, values),
            bool[] values => Pass(device, memory, values),
            short[] values => Pass(device, memory, values),
            _ => (argument, () => { }),
        })];
        object[] widths = width == 0 ? [] : [width];
        MethodInfo launch = s_launches.Value.GetMethod(kernel)!;
        OpenClTest.PlanOf(device, (Launch)launch.Invoke(null, [shape, .. widths, .. passed.Select(part => part.Value), 0L])!).Run();
        foreach ((_, Action read) in passed) read();
    }

    private static (object Value, Action Read) Pass<T>(Device device, DeviceMemory memory, T[] values) where T : unmanaged
    {
        Tensor<T> tensor = device.New(memory, values);
        return (tensor, () => tensor.ToArray().CopyTo(values, 0));
    }
}
