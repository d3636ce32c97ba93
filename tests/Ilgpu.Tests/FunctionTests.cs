using System.Reflection;
using ILGPU;
using LiVOS.PtxEmulator;
using Xunit.Abstractions;
using Extent = LiVOS.Runtime.Language.Extent;
using MathF = LiVOS.Ilgpu.Language.MathF;

namespace LiVOS.Ilgpu.Tests;

/// <summary>The functions that kernels use, as ILGPU's PTX in the emulator, whose <c>ex2</c> is exact: what remains is the error of the steps around
/// it.</summary>
public class FunctionTests(ITestOutputHelper output)
{
    [Fact]
    public void Exp_is_within_2_units_in_the_last_place()
    {
        float[] inputs = [.. Enumerable.Range(0, 40_000).Select(i => -87 + i * (175f / 40_000))], outputs = Run(nameof(Exp), inputs);
        double worst = inputs.Zip(outputs).Max(pair => UnitsApart(Math.Exp(pair.First), pair.Second));
        output.WriteLine($"Exp: {worst:F2} units in the last place; ILGPU.Algorithms' XMath.Exp: {WorstOfXMath(inputs):F2}");
        Assert.InRange(worst, 0, 2);
    }

    [Fact]
    public void Exp_ends_where_floats_do()
    {
        float[] outputs = Run(nameof(Exp), [0, -0f, -103.9f, -120, float.NegativeInfinity, 89, float.PositiveInfinity]);
        Assert.Equal([1, 1], outputs[..2]);
        Assert.InRange(outputs[2], 0, 1.5e-45f);
        Assert.Equal([0, 0, float.PositiveInfinity, float.PositiveInfinity], outputs[3..]);
    }

    private static void Exp(Index1D i, ILGPU.ArrayView<float> x, ILGPU.ArrayView<float> y) => y[i] = MathF.Exp(x[i]);

    private static void ExpOfXMath(Index1D i, ILGPU.ArrayView<float> x, ILGPU.ArrayView<float> y) => y[i] = ILGPU.Algorithms.XMath.Exp(x[i]);

    private static double WorstOfXMath(float[] inputs) =>
        inputs.Zip(Run(nameof(ExpOfXMath), inputs)).Max(pair => UnitsApart(Math.Exp(pair.First), pair.Second));

    private static double UnitsApart(double exact, float found) => Math.Abs(found - exact) / ((double)System.MathF.BitIncrement((float)exact) - (float)exact);

    private static float[] Run(string kernel, float[] inputs)
    {
        MethodInfo method = typeof(FunctionTests).GetMethod(kernel, BindingFlags.NonPublic | BindingFlags.Static)!;
        PtxModule module = PtxModule.Parse(IlgpuText.Ptx(method));
        byte[] x = new byte[inputs.Length * sizeof(float)], y = new byte[x.Length];
        Buffer.BlockCopy(inputs, 0, x, 0, x.Length);
        PtxArgument View(byte[] memory) => PtxArgument.Struct([memory, (long)inputs.Length]);
        Emulator.Run(module, module.Kernels.Keys.Single(), new Extent((inputs.Length + 255) / 256), new Extent(256), 0, [inputs.Length, View(x), View(y)]);
        var outputs = new float[inputs.Length];
        Buffer.BlockCopy(y, 0, outputs, 0, y.Length);
        return outputs;
    }
}
