namespace LiVOS.Kernels;

/// <summary>Where each object is in front, as the object transformer's attention sees it (docs/network.md#attention-mask).</summary>
internal static class Foreground
{
    /// <summary>
    /// With <c>p_n = sigmoid(logit_n)</c>, <c>p_0 = product of (1 - p_n)</c> and all clamped to [1e-7, 1 - 1e-7] (docs/network.md#aggregation):
    /// <c>y_n = 1</c> where p_n is at least every other, the background included, else 0. The aggregate's <c>log(p / (1 - p))</c> keeps that
    /// order and is not needed. y may be the logits. One item is a position.
    /// </summary>
    /// <param name="position">The position, of one object.</param>
    /// <param name="logits">[objects, positions]</param>
    /// <param name="y">[objects, positions]</param>
    /// <param name="objects">Objects.</param>
    /// <param name="positions">Positions of an object.</param>
    [Kernel]
    public static void ForegroundMask<T>(Index1D position, ArrayView<float> logits, ArrayView<T> y, int objects, int positions) where T : unmanaged
    {
        float background = 1, largest = 0;
        for (int n = 0; n < objects; n++)
        {
            float probability = VecMath.Sigmoid(logits[n * positions + position]);
            background *= 1 - probability;
            largest = MathF.Max(largest, Clamp(probability));
        }

        largest = MathF.Max(largest, Clamp(background));
        for (int n = 0; n < objects; n++)
        {
            int at = n * positions + position;
            Element.Store(Clamp(VecMath.Sigmoid(logits[at])) >= largest ? 1f : 0f, y, at);
        }
    }

    private static float Clamp(float probability) => MathF.Min(MathF.Max(probability, 1e-7f), 1 - 1e-7f);
}
