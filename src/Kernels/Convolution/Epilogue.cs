using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>The function that a layer's sums go through.</summary>
public enum Activation
{
    /// <summary>None: the sum itself.</summary>
    None,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x times the normal distribution's cumulative probability at x, by the exact erf form.</summary>
    Gelu,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,
}

/// <summary>Where a layer adds a second tensor to its result.</summary>
public enum Residual
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>To the sum, before the activation.</summary>
    BeforeActivation,

    /// <summary>To the activated sum.</summary>
    AfterActivation,
}

/// <summary>The work on a layer's sums before they are stored: bias, residual, activation.</summary>
/// <param name="Activation">The function that the sums go through.</param>
/// <param name="Residual">Where the residual is added.</param>
/// <param name="ResidualIsShared">Whether all objects add the same residual.</param>
public readonly record struct Epilogue(
    Activation Activation = Activation.None, Residual Residual = Residual.None, Flag ResidualIsShared = default)
{
    /// <summary>Finishes the sums of <typeparamref name="TVec"/> channels of one position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVec Finish<TVec, TY>(
        TVec sum, ArrayView<float> bias, int channel, ArrayView<TY> residual, int residualAt, Epilogue epilogue, bool isAligned = false)
        where TVec : struct, IVec<TVec>
        where TY : unmanaged
    {
        TVec value = sum + TVec.LoadAligned(bias, channel);
        if (epilogue.Residual == Residual.BeforeActivation) value += isAligned ? TVec.LoadAligned(residual, residualAt) : TVec.Load(residual, residualAt);
        if (epilogue.Activation == Activation.Relu) value = TVec.Max(value, TVec.Splat(0));
        else if (epilogue.Activation == Activation.Gelu) value = VecMath.Gelu(value);
        else if (epilogue.Activation == Activation.Sigmoid) value = VecMath.Sigmoid(value);
        if (epilogue.Residual == Residual.AfterActivation) value += isAligned ? TVec.LoadAligned(residual, residualAt) : TVec.Load(residual, residualAt);
        return value;
    }
}
