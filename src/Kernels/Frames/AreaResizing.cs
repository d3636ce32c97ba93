namespace LiVOS.Kernels;

/// <summary>Area resize: means over exact square boxes (docs/network.md#elementary-operations).</summary>
internal static class AreaResizing
{
    /// <summary><c>y[i, j] = mean of x[f i .. f i + f-1, f j .. f j + f-1]</c> with f = factor. One item is a slice of a run of
    /// the output's row.</summary>
    /// <param name="item">The slice, of all objects.</param>
    /// <param name="x">[objects, factor * outHeight, factor * outWidth, channels]</param>
    /// <param name="y">[objects, outHeight, outWidth, channels]</param>
    /// <param name="outWidth">Positions in a row of y.</param>
    /// <param name="channels">Channels of a position.</param>
    /// <param name="factor">A box's positions along each axis.</param>
    /// <param name="run">Positions of a run.</param>
    /// <param name="slice">Channels of a slice.</param>
    [Kernel]
    [VectorOver(nameof(slice))]
    public static void AreaResize<TVec, T>(
        Index1D item, ArrayView<T> x, ArrayView<T> y, int outWidth, int channels, int factor, int run, int slice)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        TVec share = TVec.Splat(1f / (factor * factor));
        int line = outWidth * factor * channels;
        RowSlice part = RowSlice.Of(item, outWidth, run, channels, slice);
        int row = part.Row;
        for (int j = part.From; j < part.To; j++)
        {
            int box = row * factor * line + j * factor * channels;
            for (int c = part.First; c < part.End; c += TVec.Width)
            {
                TVec sum = TVec.Splat(0);
                for (int dy = 0; dy < factor; dy++)
                {
                    int start = box + dy * line + c;
                    TVec partial = TVec.LoadAligned(x, start);
                    for (int dx = 1; dx < factor; dx++) partial += TVec.LoadAligned(x, start + dx * channels);
                    sum += partial;
                }

                TVec.StoreAligned(sum * share, y, (row * outWidth + j) * channels + c);
            }
        }
    }

    /// <summary><c>y[n] = area resize of planes[n + 1]</c>: the objects' masks at a smaller size, without the background. Vectors lie along
    /// the rows of the boxes: the vector's width divides factor. One item is a run of the output's row.</summary>
    /// <param name="item">The run, of all objects.</param>
    /// <param name="planes">[objects + 1, factor * outHeight, factor * outWidth]; plane 0 is not read.</param>
    /// <param name="y">[objects, outHeight, outWidth]</param>
    /// <param name="outHeight">Rows of one plane of y.</param>
    /// <param name="outWidth">Positions in a row of y.</param>
    /// <param name="factor">A box's positions along each axis.</param>
    /// <param name="run">Positions of a run.</param>
    [Kernel]
    [VectorOver(nameof(factor))]
    public static void AreaResizeMasks<TVec>(
        Index1D item, ArrayView<float> planes, ArrayView<float> y, int outHeight, int outWidth, int factor, int run)
        where TVec : struct, IVec<TVec>
    {
        float share = 1f / (factor * factor);
        int line = outWidth * factor;
        RowRun part = RowRun.Of(item, outWidth, run);
        int row = part.Row;
        for (int j = part.From; j < part.To; j++)
        {
            int box = (outHeight + row) * factor * line + j * factor;
            TVec sum = TVec.Splat(0);
            for (int dy = 0; dy < factor; dy++)
            {
                int start = box + dy * line;
                TVec partial = TVec.LoadAligned(planes, start);
                for (int dx = TVec.Width; dx < factor; dx += TVec.Width) partial += TVec.LoadAligned(planes, start + dx);
                sum += partial;
            }

            y[row * outWidth + j] = TVec.ReduceAdd(sum) * share;
        }
    }

    /// <summary><c>y = (m, clamp(sum of all objects' m - m, 0, 1))</c> (docs/network.md#pixel-fusion). One item is a position, for all
    /// objects.</summary>
    /// <param name="position">The position.</param>
    /// <param name="m">[objects, positions]</param>
    /// <param name="y">[objects, positions, 2]</param>
    /// <param name="objects">The number of objects.</param>
    /// <param name="positions">Positions of one object.</param>
    [Kernel]
    public static void MaskAndOthers(Index1D position, ArrayView<float> m, ArrayView<float> y, int objects, int positions)
    {
        float sum = 0;
        for (int n = 0; n < objects; n++) sum += m[n * positions + position];
        for (int n = 0; n < objects; n++)
        {
            int at = n * positions + position;
            float mask = m[at];
            y[at * 2] = mask;
            y[at * 2 + 1] = MathF.Min(MathF.Max(sum - mask, 0), 1);
        }
    }
}
