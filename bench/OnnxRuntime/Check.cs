namespace LiVOS.Bench.OnnxRuntime;

/// <summary>A frame's probabilities beside those that this project's network gave.</summary>
/// <param name="Frame">The frame's number.</param>
/// <param name="LargestDifference">Of all probabilities.</param>
/// <param name="ArgmaxDifferences">Pixels whose most probable object differs and is no tie.</param>
/// <param name="Pixels">The frame's pixels.</param>
/// <param name="ObjectPixels">Of these, the ones that show an object.</param>
internal sealed record Check(int Frame, float LargestDifference, int ArgmaxDifferences, int Pixels, int ObjectPixels)
{
    private const float Tie = 2e-4f; // planes closer than this may change places (docs/network.md#tolerances)

    /// <summary>Compares two sets of planes, [objects + 1, pixels].</summary>
    public static Check Of(int frame, ReadOnlySpan<float> probabilities, float[] expected, int planes)
    {
        int pixels = expected.Length / planes, differences = 0, objects = 0;
        float largest = 0;
        for (int i = 0; i < expected.Length; i++) largest = Math.Max(largest, Math.Abs(probabilities[i] - expected[i]));
        for (int p = 0; p < pixels; p++)
        {
            int best = Best(expected, p, pixels), ours = Best(probabilities, p, pixels);
            if (best > 0) objects++;
            if (ours != best && expected[best * pixels + p] - expected[ours * pixels + p] > Tie) differences++;
        }

        return new Check(frame, largest, differences, pixels, objects);
    }

    private static int Best(ReadOnlySpan<float> planes, int pixel, int pixels)
    {
        int best = 0;
        for (int plane = 1; plane < planes.Length / pixels; plane++)
        {
            if (planes[plane * pixels + pixel] > planes[best * pixels + pixel]) best = plane;
        }

        return best;
    }
}
