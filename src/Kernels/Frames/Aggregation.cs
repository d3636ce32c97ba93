using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>From one logit for each object to probabilities over all objects and the background (docs/network.md#aggregation,
/// #probabilities).</summary>
internal static class Aggregation
{
    private const float Least = 1e-7f, Most = 1 - 1e-7f;

    /// <summary><c>p_n = sigmoid(logits_n)</c>, <c>p_0 = product of (1 - p_n)</c>, <c>y_n = log(p_n / (1 - p_n))</c> with all p clamped to
    /// [1e-7, 1 - 1e-7] (docs/network.md#aggregation). One item is a position, for all objects.</summary>
    /// <param name="position">The position.</param>
    /// <param name="logits">[objects, positions]</param>
    /// <param name="y">[objects + 1, positions], background first.</param>
    /// <param name="objects">The number of objects.</param>
    /// <param name="positions">Positions of one object.</param>
    [Kernel]
    public static void AggregateLogits(Index1D position, ArrayView<float> logits, ArrayView<float> y, int objects, int positions)
    {
        float background = 1;
        for (int n = 0; n < objects; n++)
        {
            float p = 1 / (1 + MathF.Exp(-logits[n * positions + position]));
            background *= 1 - p;
            y[(n + 1) * positions + position] = LogOdds(p);
        }

        y[position] = LogOdds(background);
    }

    /// <summary><c>y = softmax over the planes of (bilinear x4 of x)</c>: the probabilities (docs/network.md#probabilities). Vectors lie
    /// along the row:
    /// the vector's width divides 4 inWidth. One item is a row of the output, for all planes.</summary>
    /// <param name="row">The output's row, from 0 to 4 inHeight less 1.</param>
    /// <param name="x">[planes, inHeight, inWidth]</param>
    /// <param name="y">[planes, 4 inHeight, 4 inWidth]</param>
    /// <param name="planes">The number of planes.</param>
    /// <param name="inHeight">Rows of a plane of x.</param>
    /// <param name="inWidth">Positions in a row of x.</param>
    [Kernel]
    [VectorOver("4 * inWidth")]
    public static void UpsampleSoftmax<TVec>(Index1D row, ArrayView<float> x, ArrayView<float> y, int planes, int inHeight, int inWidth)
        where TVec : struct, IVec<TVec>
    {
        // Output 4k + phase lies at k + (phase - 1.5) / 4 of the source: between k and its neighbour on that side.
        int phase = row % 4, nearRow = row / 4;
        int farRow = phase < 2 ? nearRow - 1 : nearRow + 1;
        farRow = farRow < 0 ? 0 : farRow < inHeight ? farRow : inHeight - 1;
        float share = MathF.Abs(phase - 1.5f) * 0.25f;

        int outWidth = 4 * inWidth, outPositions = 4 * inHeight * outWidth;
        for (int plane = 0; plane < planes; plane++)
        {
            int near = (plane * inHeight + nearRow) * inWidth, far = (plane * inHeight + farRow) * inWidth;
            int to = plane * outPositions + row * outWidth;
            float centre = Between(x[near], x[far], share);
            float before = centre;
            for (int k = 0; k < inWidth; k++)
            {
                int right = k < inWidth - 1 ? k + 1 : k;
                float after = Between(x[near + right], x[far + right], share);
                y[to] = Between(centre, before, 0.375f);
                y[to + 1] = Between(centre, before, 0.125f);
                y[to + 2] = Between(centre, after, 0.125f);
                y[to + 3] = Between(centre, after, 0.375f);
                to += 4;
                before = centre;
                centre = after;
            }
        }

        for (int at = row * outWidth; at < (row + 1) * outWidth; at += TVec.Width)
        {
            TVec largest = TVec.LoadAligned(y, at);
            for (int plane = 1; plane < planes; plane++) largest = TVec.Max(largest, TVec.LoadAligned(y, plane * outPositions + at));

            TVec sum = TVec.Splat(0);
            for (int plane = 0; plane < planes; plane++)
            {
                TVec weight = TVec.Exp(TVec.LoadAligned(y, plane * outPositions + at) - largest);
                TVec.StoreAligned(weight, y, plane * outPositions + at);
                sum += weight;
            }

            TVec scale = TVec.Splat(1) / sum;
            for (int plane = 0; plane < planes; plane++)
                TVec.StoreAligned(TVec.LoadAligned(y, plane * outPositions + at) * scale, y, plane * outPositions + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float LogOdds(float p)
    {
        p = MathF.Min(MathF.Max(p, Least), Most);
        return MathF.Log(p / (1 - p));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Between(float near, float far, float share) => near * (1 - share) + far * share;
}
