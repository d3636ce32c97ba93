using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>A convolution with its weights on a device; <see cref="ConvolutionOps"/> makes it.</summary>
internal sealed class ConvolutionOp
{
    private readonly IConvolutionAlgorithm _algorithm;
    private readonly bool _takesHalves, _givesHalves;

    internal ConvolutionOp(ConvolutionSpec spec, IConvolutionAlgorithm algorithm, bool takesHalves, bool givesHalves)
    {
        Spec = spec;
        (_algorithm, _takesHalves, _givesHalves) = (algorithm, takesHalves, givesHalves);
    }

    /// <summary>The convolution without its weights.</summary>
    public ConvolutionSpec Spec { get; }

    /// <summary>Records the convolution of <paramref name="x"/>, or of x and <paramref name="second"/> with their channels concatenated.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="x">[N, height, width, channels]</param>
    /// <param name="second">[N, height, width, channels of the second input]</param>
    /// <param name="activation">The activation function.</param>
    /// <param name="residual">[N or 1, outHeight, outWidth, outChannels]: added to the result; shared by all objects where it has one.</param>
    /// <param name="addAt">Where the residual is added.</param>
    /// <param name="reluInput">Whether the inputs go through a ReLU first.</param>
    /// <param name="floats">Whether the result is held as floats even where tensors between layers are halves: what sums and probabilities are made of.</param>
    /// <returns>[N, outHeight, outWidth, outChannels], in place of the residual if nothing reads it later.</returns>
    public Tensor<float> Record(
        PlanBuilder plan, Tensor<float> x, Tensor<float>? second = null, Activation activation = Activation.None, Tensor<float>? residual = null,
        Residual addAt = Residual.BeforeActivation, bool reluInput = false, bool floats = false)
    {
        int channelsB = second?.Shape.Channels ?? 0;
        if (x.Shape.Channels + channelsB != Spec.InChannels)
            throw new InvalidOperationException($"{Spec.Name} takes {Spec.InChannels} channels and is given {x.Shape.Channels} + {channelsB}.");

        using PlanBuilder.LayerScope _ = plan.Layer(Spec.Name);
        Tensor<float> y = plan.Intermediate(Spec.Name, Spec.OutputOf(x.Shape), residual?.InHalves ?? (_givesHalves && !floats));
        (x, second) = (plan.HeldAs(x, _takesHalves), plan.HeldAs(second, _takesHalves));
        bool shared = residual is not null && residual.Shape.Objects < y.Shape.Objects;
        if (residual is not null && residual != x && residual != second) plan.AllowInPlace(y, residual);
        var epilogue = new Epilogue(activation, residual is null ? Residual.None : addAt, shared);
        _algorithm.Record(plan, new ConvolutionOperands(x, second, residual, y, epilogue, reluInput));
        return y;
    }
}
