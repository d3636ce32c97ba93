using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class VecMathTests
{
    public static TheoryData<int> Widths => [.. new[] { 16, 8, 4, 1 }.Where(width => width <= Runtime.Cpu.CpuDevice.WidestVector)];

    [Theory, MemberData(nameof(Widths))]
    public void Relu(int width) => AssertWithin(0, 0, x => Math.Max(x, 0), x => Apply(width, Function.Relu, x));

    [Theory, MemberData(nameof(Widths))]
    public void Sigmoid(int width) => AssertWithin(1.5e-7, 0, x => 1 / (1 + Math.Exp(-x)), x => Apply(width, Function.Sigmoid, x));

    [Theory, MemberData(nameof(Widths))]
    public void Tanh(int width) => AssertWithin(1.5e-7, 0, Math.Tanh, x => Apply(width, Function.Tanh, x));

    [Theory, MemberData(nameof(Widths))]
    public void Gelu(int width) => AssertWithin(3.5e-7, 1e-7, ExactGelu, x => Apply(width, Function.Gelu, x));

    private enum Function
    {
        Relu,
        Sigmoid,
        Tanh,
        Gelu,
    }

    /// <summary>Every function over a dense range, over all magnitudes of both signs, and at the edges of the format.</summary>
    private static void AssertWithin(double absolute, double relative, Func<double, double> reference, Func<float[], float[]> apply)
    {
        List<float> inputs = [0f, -0f, float.Epsilon, -float.Epsilon, 100, -100, float.MaxValue, -float.MaxValue];
        for (int i = -160_000; i <= 160_000; i++) inputs.Add(i * 1e-4f);
        for (double x = 1e-44; x < 3e38; x *= 1.01) inputs.AddRange([(float)x, (float)-x]);
        while (inputs.Count % 16 != 0) inputs.Add(1);

        float[] outputs = apply([.. inputs]);

        for (int i = 0; i < outputs.Length; i++)
        {
            double expected = reference(inputs[i]);
            double allowed = Math.Max(absolute, relative * Math.Abs(inputs[i]));
            Assert.True(Math.Abs(outputs[i] - expected) <= allowed, $"at {inputs[i]}: expected {expected}, found {outputs[i]}");
        }

        float[] limits = apply([.. Enumerable.Repeat(float.PositiveInfinity, 16), .. Enumerable.Repeat(float.NegativeInfinity, 16)]);
        Assert.Equal(reference(double.PositiveInfinity), limits[0]);
        Assert.Equal(reference(double.NegativeInfinity), limits[16]);
    }

    private static float[] Apply(int width, Function function, float[] inputs) => width switch
    {
        16 => Apply<Vec16>(function, inputs),
        8 => Apply<Vec8>(function, inputs),
        4 => Apply<Vec4>(function, inputs),
        _ => Apply<Vec1>(function, inputs),
    };

    private static unsafe float[] Apply<TVec>(Function function, float[] inputs) where TVec : struct, IVec<TVec>
    {
        var outputs = new float[inputs.Length];
        fixed (float* x = inputs, y = outputs)
        {
            ArrayView<float> source = new(x, inputs.Length), destination = new(y, outputs.Length);
            for (int i = 0; i < inputs.Length; i += TVec.Width)
            {
                TVec argument = TVec.Load(source, i);
                TVec value = function switch
                {
                    Function.Relu => VecMath.Relu(argument),
                    Function.Sigmoid => VecMath.Sigmoid(argument),
                    Function.Tanh => VecMath.Tanh(argument),
                    _ => VecMath.Gelu(argument),
                };
                TVec.Store(value, destination, i);
            }
        }

        return outputs;
    }

    private static double ExactGelu(double x) => x < -40 ? 0 : x * (1 - Erfc(x / Math.Sqrt(2)) / 2);

    /// <summary>The complementary error function in double precision: erf's series up to 3, the continued fraction of erfc beyond.</summary>
    private static double Erfc(double x)
    {
        if (x < 0) return 2 - Erfc(-x);
        if (x > 3)
        {
            double tail = x;
            for (int k = 200; k >= 1; k--) tail = x + k / 2.0 / tail;
            return Math.Exp(-x * x) / (tail * Math.Sqrt(Math.PI));
        }

        double term = x, sum = x;
        for (int k = 1; k < 100; k++)
        {
            term *= -x * x / k;
            sum += term / (2 * k + 1);
        }

        return 1 - 2 / Math.Sqrt(Math.PI) * sum;
    }
}
