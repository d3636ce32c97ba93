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
    /// along the row: the vector's width divides 4 run. One item is a run of x's row, in one of the output's four rows, for all planes.</summary>
    /// <param name="item">The run, of the output's rows from 0 to 4 inHeight less 1.</param>
    /// <param name="x">[planes, inHeight, inWidth]</param>
    /// <param name="y">[planes, 4 inHeight, 4 inWidth]</param>
    /// <param name="planes">The number of planes.</param>
    /// <param name="inHeight">Rows of a plane of x.</param>
    /// <param name="inWidth">Positions in a row of x.</param>
    /// <param name="run">Positions of a run; they divide a row.</param>
    [Kernel]
    [VectorOver("4 * run")]
    public static void UpsampleSoftmax<TVec>(Index1D item, ArrayView<float> x, ArrayView<float> y, int planes, int inHeight, int inWidth, int run)
        where TVec : struct, IVec<TVec>
    {
        // Output 4k + phase lies at k + (phase - 1.5) / 4 of the source: between k and its neighbour on that side.
        RowRun part = RowRun.Of(item, inWidth, run);
        int row = part.Row, phase = row % 4, nearRow = row / 4;
        int farRow = phase < 2 ? nearRow - 1 : nearRow + 1;
        farRow = farRow < 0 ? 0 : farRow < inHeight ? farRow : inHeight - 1;
        float share = MathF.Abs(phase - 1.5f) * 0.25f;

        int outWidth = 4 * inWidth, outPositions = 4 * inHeight * outWidth;
        for (int plane = 0; plane < planes; plane++)
        {
            int near = (plane * inHeight + nearRow) * inWidth, far = (plane * inHeight + farRow) * inWidth;
            int to = plane * outPositions + row * outWidth + 4 * part.From, left = part.From > 0 ? part.From - 1 : 0;
            float centre = Between(x[near + part.From], x[far + part.From], share);
            float before = Between(x[near + left], x[far + left], share);
            for (int k = part.From; k < part.To; k++)
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

        for (int at = row * outWidth + 4 * part.From; at < row * outWidth + 4 * part.To; at += TVec.Width)
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
