using LiVOS.Kernels.Compiler.Ir;

namespace LiVOS.Kernels.Compiler.Tests.Ptx;

/// <summary>The functions and operations that PTX has otherwise than C#, or not at all.</summary>
public class PtxFunctionsTests
{
    private static readonly float[] s_special =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 3f, -3f, 300.7f, -300.7f, 70000f, 2147483520f, 2147483648f, -2147483648f, 3e9f, 4294967296f, -3e9f,
        9.2e18f,
        9.3e18f, -9.3e18f, 1e20f, -1e20f, float.Epsilon, -float.Epsilon, 1e-40f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity,
        float.NaN,
    ];

    // As many units in the last place as the renderer states, and those that the machine lets ex2 err by.
    public static TheoryData<string, int, float, float> Functions => new()
    {
        { "Exp", 4, -100, 89 },
        { "Exp", 4, -1, 1 },
        { "Log", 1, 0, 3 },
        { "Log", 1, 0, 1e30f },
        { "Sin", 2, -100, 100 },
        { "Cos", 2, -100, 100 },
        { "Sin", 2, -3e38f, 3e38f },
        { "Cos", 2, -1e7f, 1e7f },
        { "Tanh", 2, -10, 10 },
        { "Tanh", 2, -0.7f, 0.7f },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Functions_are_as_exact_as_is_said(string name, int units, float from, float to)
    {
        float[] x = [.. Uniform(4000, from, to)], y = Of(name, x);
        for (int i = 0; i < x.Length; i++) AssertWithin(units, Exact(name, x[i]), y[i], $"{name} of {x[i]:R}");
    }

    [Theory]
    [InlineData("Exp")]
    [InlineData("Log")]
    [InlineData("Sin")]
    [InlineData("Cos")]
    [InlineData("Tanh")]
    [InlineData("Sqrt")]
    [InlineData("Floor")]
    [InlineData("Ceiling")]
    [InlineData("Truncate")]
    [InlineData("Round")]
    [InlineData("Abs")]
    public void Functions_of_special_numbers_are_those_of_CSharp(string name)
    {
        float[] y = Of(name, s_special);
        for (int i = 0; i < y.Length; i++) AssertWithin(name == "Exp" ? 4 : 2, Exact(name, s_special[i]), y[i], $"{name} of {s_special[i]:R}");
    }

    [Fact]
    public void Powers_are_within_a_unit_and_have_the_special_cases_of_CSharp()
    {
        float[] some = [.. s_special, .. Uniform(60, -4, 4), .. Uniform(60, 0, 1e6f), -2, -7, 2, 7, 8];
        float[] x = [.. some.SelectMany(_ => some)], y = [.. some.SelectMany(a => Enumerable.Repeat(a, some.Length))], z = new float[x.Length];
        Run("x[i] = MathF.Pow(x[i], y[i]); z[i] = 0;", x, y, z, out float[] powers);
        for (int i = 0; i < x.Length; i++) AssertWithin(1, Math.Pow(x[i], y[i]), powers[i], $"{x[i]:R} to the power of {y[i]:R}");
    }

    [Fact]
    public void Remainders_and_extremes_are_those_of_CSharp_to_the_bit()
    {
        float[] some = [.. s_special, .. Uniform(30, -4, 4), .. Uniform(30, 0, 1e6f)];
        float[] x = [.. some.SelectMany(_ => some)], y = [.. some.SelectMany(a => Enumerable.Repeat(a, some.Length))];
        foreach ((string text, Func<float, float, float> compute) in ((string, Func<float, float, float>)[])
            [("x[i] % y[i]", (a, b) => a % b), ("MathF.Min(x[i], y[i])", MathF.Min), ("MathF.Max(x[i], y[i])", MathF.Max),
                ("MathF.CopySign(x[i], y[i])", MathF.CopySign)])
        {
            Run($"x[i] = {text};", x, y, new float[1], out float[] actual);
            for (int i = 0; i < x.Length; i++)
            {
                float expected = compute(x[i], y[i]);
                Assert.True(
                    float.IsNaN(expected) ? float.IsNaN(actual[i]) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual[i]),
                    $"{text} of {x[i]:R} and {y[i]:R}: {expected:R} in C#, {actual[i]:R} as PTX");
            }
        }
    }

    [Fact]
    public void Floats_become_the_same_integers()
    {
        KernelFunction kernel = Lowered.Members(
            """
            [Kernel]
            public static void Convert(Index1D i, ArrayView<float> x, ArrayView<int> y)
            {
                y[i * 9] = (int)x[i];
                y[i * 9 + 1] = (int)(uint)x[i];
                y[i * 9 + 2] = (int)((long)x[i] >> 32);
                y[i * 9 + 3] = (int)((ulong)x[i] >> 32);
                y[i * 9 + 4] = (byte)x[i];
                y[i * 9 + 5] = (sbyte)x[i];
                y[i * 9 + 6] = (short)x[i];
                y[i * 9 + 7] = (ushort)x[i];
                y[i * 9 + 8] = (int)(float)(long)(x[i] * 3);
            }
            """).Kernel();
        var actual = new int[9 * s_special.Length];
        PtxRun.OverItems(kernel, s_special.Length, s_special.Clone(), actual);
        Assert.Equal(
            s_special.SelectMany(x => unchecked((int[])
                [(int)x, (int)(uint)x, (int)((long)x >> 32), (int)((ulong)x >> 32), (byte)(int)x, (sbyte)(int)x, (short)(int)x, (ushort)(int)x,
                    (int)(float)(long)(x * 3)])),
            actual);
    }

    [Fact]
    public void Powers_of_two_divide_as_in_CSharp()
    {
        KernelFunction kernel = Lowered.Members(
            """
            [Kernel]
            public static void Divide(Index1D i, ArrayView<int> x, ArrayView<int> y)
            {
                y[i * 6] = x[i] / 2;
                y[i * 6 + 1] = x[i] % 2;
                y[i * 6 + 2] = x[i] / 4096;
                y[i * 6 + 3] = x[i] % 4096;
                y[i * 6 + 4] = x[i] / (1 << 30);
                y[i * 6 + 5] = (int)((uint)x[i] / 64 + (uint)x[i] % 64);
            }
            """).Kernel();
        int[] x = [int.MinValue, int.MinValue + 1, -(1 << 30), -4097, -4096, -4095, -3, -2, -1, 0, 1, 2, 3, 4095, 4096, 1 << 30, int.MaxValue];
        var actual = new int[6 * x.Length];
        PtxRun.OverItems(kernel, x.Length, x.Clone(), actual);
        Assert.Equal(x.SelectMany(n => new[] { n / 2, n % 2, n / 4096, n % 4096, n / (1 << 30), (int)((uint)n / 64 + (uint)n % 64) }), actual);
    }

    [Fact]
    public void Items_of_a_warp_exchange_values_and_add_to_the_same_element()
    {
        KernelFunction kernel = Lowered.Members(
            """
            [Kernel]
            public static void Sum(ArrayView<float> x, ArrayView<float> y, ArrayView<int> counts)
            {
                float value = x[Grid.IdxX * Group.DimX + Group.IdxX];
                for (int distance = Warp.Size / 2; distance > 0; distance /= 2) value += Warp.ShuffleXor(value, distance);
                if (Warp.LaneIdx == 0) y[Grid.IdxX * 2 + Group.IdxX / Warp.Size] = value;
                int before = Atomic.Add(counts, 0, 1);
                Atomic.Add(counts, 1 + before % 2, before);
            }
            """).Kernel();
        float[] x = [.. Enumerable.Range(0, 192)], y = new float[6];
        var counts = new int[3];
        PtxRun.OverGroups(kernel, new(3), new(64), 0, x, y, counts);
        Assert.Equal([496, 1520, 2544, 3568, 4592, 5616], y);
        Assert.Equal([192, 95 * 96, 96 * 96], counts);
    }

    private static float[] Of(string function, float[] x)
    {
        Run($"x[i] = MathF.{function}(x[i]);", x, [0], [0], out float[] y);
        return y;
    }

    private static void Run(string statement, float[] x, float[] y, float[] z, out float[] changed)
    {
        KernelFunction kernel = Lowered.Members(
            $"[Kernel] public static void Compute(Index1D i, ArrayView<float> x, ArrayView<float> y, ArrayView<float> z) {{ {statement} }}").Kernel();
        changed = [.. x];
        PtxRun.OverItems(kernel, x.Length, changed, y.Clone(), z.Clone());
    }

    private static IEnumerable<float> Uniform(int count, float from, float to)
    {
        var random = new Random(7);
        return Enumerable.Range(0, count).Select(_ => (float)(from + random.NextDouble() * ((double)to - from)));
    }

    private static double Exact(string name, float x) => name switch
    {
        "Exp" => Math.Exp(x),
        "Log" => Math.Log(x),
        "Sin" => Math.Sin(x),
        "Cos" => Math.Cos(x),
        "Tanh" => Math.Tanh(x),
        "Sqrt" => MathF.Sqrt(x),
        "Floor" => MathF.Floor(x),
        "Ceiling" => MathF.Ceiling(x),
        "Truncate" => MathF.Truncate(x),
        "Round" => MathF.Round(x),
        _ => MathF.Abs(x),
    };

    private static void AssertWithin(int units, double exact, float actual, string what)
    {
        float nearest = (float)exact;
        bool isSame = BitConverter.SingleToInt32Bits(nearest) == BitConverter.SingleToInt32Bits(actual) || (float.IsNaN(nearest) && float.IsNaN(actual));
        float unit = MathF.BitIncrement(MathF.Abs(nearest)) - MathF.Abs(nearest);
        Assert.True(
            isSame || (float.IsFinite(nearest) && nearest != 0 && Math.Abs(actual - exact) <= units * (double)unit),
            $"{what}: {exact:R} exactly, {actual:R} as PTX");
    }
}
