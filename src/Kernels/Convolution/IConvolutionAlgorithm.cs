using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>A way to compute a convolution: it has packed the weights as its kernels read them.</summary>
internal interface IConvolutionAlgorithm
{
    /// <summary>Records the launches.</summary>
    void Record(PlanBuilder plan, ConvolutionOperands operands);
}
