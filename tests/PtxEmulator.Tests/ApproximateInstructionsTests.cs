namespace LiVOS.PtxEmulator.Tests;

public class ApproximateInstructionsTests
{
    private static readonly float[] s_numbers = [.. Enumerable.Range(1, 2000).Select(i => (i * 0.01f) - (i % 3 == 0 ? 25 : 0)).Where(x => x != 0)];

    /// <summary>An instruction, its function, the bound of its error, and whether the bound is relative.</summary>
    public static TheoryData<string, Func<double, double>, double, bool> Functions => new()
    {
        { "ex2", x => Math.Pow(2, x), -22.5, true },
        { "rcp", x => 1 / x, -23, true },
        { "sqrt", x => Math.Sqrt(Math.Abs(x)), -23, true },
        { "rsqrt", x => 1 / Math.Sqrt(Math.Abs(x)), -22.4, true },
        { "tanh", Math.Tanh, -11, true },
        { "sin", Math.Sin, -14.7, false },
        { "cos", Math.Cos, -14.7, false },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Errors_stay_within_their_bound_and_come_near_it(string name, Func<double, double> exact, double exponent, bool isRelative)
    {
        float[] x = name is "sqrt" or "rsqrt" ? [.. s_numbers.Select(Math.Abs)] : s_numbers;
        float[] results = Snippet.ForEach<float>($"{name}.approx.f32 %d, %a;", x);
        double worst = x.Zip(results, (given, result) => Math.Abs(result - exact(given)) / (isRelative ? Math.Abs(exact(given)) : 1)).Max();
        Assert.InRange(worst, 0.5 * Math.Pow(2, exponent), Math.Pow(2, exponent));
    }

    [Fact]
    public void Logarithms_have_an_absolute_bound_around_one()
    {
        float[] x = [.. s_numbers.Select(Math.Abs)], results = Snippet.ForEach<float>("lg2.approx.f32 %d, %a;", x);
        foreach ((float given, float result) in x.Zip(results))
        {
            double exact = Math.Log2(given);
            Assert.True(Math.Abs(result - exact) <= (given is > 0.5f and < 2 ? Math.Pow(2, -22.6) : Math.Abs(exact) * Math.Pow(2, -22)), $"log2({given})");
        }
    }

    [Fact]
    public void Zeros_infinities_and_NaN_are_exact()
    {
        float[] x = [0, -0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        Assert.Equal([1, 1, float.PositiveInfinity, 0, float.NaN], Snippet.ForEach<float>("ex2.approx.f32 %d, %a;", x));
        Assert.Equal(
            [float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity, float.NaN, float.NaN],
            Snippet.ForEach<float>("lg2.approx.f32 %d, %a;", x));
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity, 0, -0f, float.NaN], Snippet.ForEach<float>("rcp.approx.f32 %d, %a;", x));
        Assert.Equal([0, -0f, 1, -1, float.NaN], Snippet.ForEach<float>("tanh.approx.f32 %d, %a;", x));
        Assert.Equal([1, 1, float.NaN, float.NaN, float.NaN], Snippet.ForEach<float>("cos.approx.f32 %d, %a;", x));
    }

    [Fact]
    public void Approximate_division_loses_large_divisors()
    {
        float[] a = [3, float.PositiveInfinity, -1], b = [1e38f, 2e38f, 7];
        float[] results = Snippet.ForEach<float>("div.approx.f32 %d, %a, %b;", a, b);
        Assert.Equal(0, results[0]);
        Assert.True(float.IsNaN(results[1]));
        Assert.InRange(results[2], MathF.BitDecrement(MathF.BitDecrement(-1 / 7f)), MathF.BitIncrement(MathF.BitIncrement(-1 / 7f)));
        Assert.InRange(Snippet.ForEach<float>("div.full.f32 %d, %a, %b;", a, b)[0], 2.99e-38f, 3.01e-38f);
    }
}
