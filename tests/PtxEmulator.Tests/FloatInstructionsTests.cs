namespace LiVOS.PtxEmulator.Tests;

public class FloatInstructionsTests
{
    private static readonly (float[] A, float[] B) s_pairs = Awkward.Pairs(Awkward.Floats);

    public static TheoryData<string, Func<float, float, float>> Binary => new()
    {
        { "add.rn.f32", (x, y) => x + y },
        { "add.f32", (x, y) => x + y },
        { "sub.rn.f32", (x, y) => x - y },
        { "mul.rn.f32", (x, y) => x * y },
        { "div.rn.f32", (x, y) => x / y },
        { "min.f32", float.MinNumber },
        { "max.f32", float.MaxNumber },
        { "min.NaN.f32", float.Min },
        { "max.NaN.f32", float.Max },
        { "mul.rn.sat.f32", (x, y) => float.IsNaN(x * y) ? 0 : Math.Clamp(x * y, 0, 1) + 0f },
        { "add.ftz.f32", (x, y) => Flushed(Flushed(x) + Flushed(y)) },
        { "copysign.f32", (sign, size) => float.CopySign(size, sign) },
    };

    public static TheoryData<string, Func<float, float>> Unary => new()
    {
        { "neg.f32", x => -x },
        { "abs.f32", Math.Abs },
        { "sqrt.rn.f32", MathF.Sqrt },
        { "rcp.rn.f32", x => 1 / x },
        { "mov.f32", x => x },
    };

    [Theory]
    [MemberData(nameof(Binary))]
    public void Two_floats(string instruction, Func<float, float, float> expected) =>
        AssertBits(s_pairs.A.Zip(s_pairs.B, expected), Snippet.ForEach<float>($"{instruction} %d, %a, %b;", s_pairs.A, s_pairs.B));

    [Theory]
    [MemberData(nameof(Unary))]
    public void One_float(string instruction, Func<float, float> expected) =>
        AssertBits(Awkward.Floats.Select(expected), Snippet.ForEach<float>($"{instruction} %d, %a;", Awkward.Floats));

    [Fact]
    public void Multiplication_and_addition_round_once()
    {
        (float[] a, float[] b) = s_pairs;
        float[] c = [.. a.Reverse()];
        IEnumerable<float> expected = a.Zip(b, c).Select(x => MathF.FusedMultiplyAdd(x.First, x.Second, x.Third));
        AssertBits(expected, Snippet.ForEach<float>("fma.rn.f32 %d, %a, %b, %c;", a, b, c));
        AssertBits(expected, Snippet.ForEach<float>("mad.rn.f32 %d, %a, %b, %c;", a, b, c));
    }

    [Fact]
    public void Computed_NaN_is_the_one_of_PTX()
    {
        float[] results = Snippet.ForEach<float>("sub.rn.f32 %d, %a, %a;", new[] { float.PositiveInfinity });
        Assert.Equal(0x7fffffffu, BitConverter.SingleToUInt32Bits(results[0]));
    }

    [Fact]
    public void Doubles()
    {
        double[] a = [1.0 / 3, 1e300, -0.0], b = [3, 1e300, 0];
        Assert.Equal(a.Zip(b, (x, y) => x * y), Snippet.ForEach<double>("mul.rn.f64 %d, %a, %b;", a, b));
        Assert.Equal(a.Zip(b, (x, y) => Math.FusedMultiplyAdd(x, y, x)), Snippet.ForEach<double>("fma.rn.f64 %d, %a, %b, %a;", a, b));
    }

    [Theory]
    [InlineData("finite")]
    [InlineData("infinite")]
    [InlineData("number")]
    [InlineData("notanumber")]
    [InlineData("normal")]
    [InlineData("subnormal")]
    public void Kinds_of_numbers(string kind)
    {
        Func<float, bool> holds = kind switch
        {
            "finite" => float.IsFinite,
            "infinite" => float.IsInfinity,
            "number" => x => !float.IsNaN(x),
            "notanumber" => float.IsNaN,
            "normal" => float.IsNormal,
            _ => float.IsSubnormal,
        };
        Assert.Equal(Awkward.Floats.Select(x => holds(x) ? 1 : 0), Snippet.ForEach<int>($"testp.{kind}.f32 %p, %a;\nselp.s32 %d, 1, 0, %p;", Awkward.Floats));
    }

    private static float Flushed(float x) => float.IsSubnormal(x) ? float.CopySign(0, x) : x;

    private static void AssertBits(IEnumerable<float> expected, IEnumerable<float> actual) => Assert.Equal(expected.Select(Bits), actual.Select(Bits));

    private static string Bits(float x) => float.IsNaN(x) ? "NaN" : BitConverter.SingleToUInt32Bits(x).ToString("x8");
}
