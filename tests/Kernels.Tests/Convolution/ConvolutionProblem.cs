using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

/// <summary>The tensors of a case, which an implementation reads and <see cref="AssertClose"/> compares with <see cref="ConvolutionReference"/>.</summary>
internal sealed class ConvolutionProblem
{
    private readonly ConvolutionCase _case;

    /// <summary>Makes them.</summary>
    /// <param name="rig">What makes inputs and weights.</param>
    /// <param name="c">The case.</param>
    /// <param name="outputs">What makes the residual and the output; null for the same.</param>
    public ConvolutionProblem(Rig rig, ConvolutionCase c, Rig? outputs = null)
    {
        outputs ??= rig;
        _case = c;
        A = rig.Input(new(c.Objects, c.Height, c.Width, c.ChannelsA), 1);
        B = c.ChannelsB > 0 ? rig.Input(new(c.Objects, c.Height, c.Width, c.ChannelsB), 2) : A;
        Weight = rig.Input(Shape.Matrix(c.OutChannels, c.Shape.Depth), 3).ToArray();
        Bias = rig.Floats.Input(Shape.Vector(c.OutChannels), 4).ToArray();
        Residual = c.Residual == Kernels.Residual.None ? null : outputs.Input(c.Shared ? c.OutShape with { Objects = 1 } : c.OutShape, 5);
        Y = outputs.Output(c.OutShape);
    }

    public Tensor<float> A { get; }

    /// <summary>The second input; the first one if there is none.</summary>
    public Tensor<float> B { get; }

    /// <summary>The inputs.</summary>
    public Tensor<float>[] Inputs => _case.ChannelsB > 0 ? [A, B] : [A];

    /// <summary>[out, size, size, in]</summary>
    public float[] Weight { get; }

    public float[] Bias { get; }

    public Tensor<float>? Residual { get; }

    public Tensor<float> Y { get; }

    /// <summary>The convolution of some inputs and weights in double precision.</summary>
    public double[] Reference(Tensor<float>[] inputs, float[] weight) => ConvolutionReference.Compute(
        inputs, weight, Bias, _case.OutChannels, _case.Size, _case.Stride, _case.Padding, _case.ReluInput, Residual, _case.Epilogue);

    public void AssertClose(double tolerance) => Rig.AssertClose(Reference(Inputs, Weight), Y, tolerance);
}
