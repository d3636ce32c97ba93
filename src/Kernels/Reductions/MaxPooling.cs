using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>The max pool behind a ResNet's stem (docs/network.md#resnet).</summary>
internal static class MaxPooling
{
    /// <summary><c>y[i, j] = max of x[2i-1 .. 2i+1, 2j-1 .. 2j+1]</c>: 3x3, stride 2, padding 1, where padding never wins. One item is a
    /// slice of a run of the output's row.</summary>
    /// <param name="item">The slice, of all images.</param>
    /// <param name="x">[images, inHeight, inWidth, channels]</param>
    /// <param name="y">[images, ceil(inHeight / 2), ceil(inWidth / 2), channels]</param>
    /// <param name="inHeight">Rows of x.</param>
    /// <param name="inWidth">Positions in a row of x.</param>
    /// <param name="channels">Channels of a position.</param>
    /// <param name="run">Positions of a run.</param>
    /// <param name="slice">Channels of a slice.</param>
    [Kernel]
    [VectorOver(nameof(slice))]
    public static void MaxPool<TVec, T>(
        Index1D item, ArrayView<T> x, ArrayView<T> y, int inHeight, int inWidth, int channels, int run, int slice)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        int outHeight = (inHeight + 1) / 2, outWidth = (inWidth + 1) / 2;
        RowSlice part = RowSlice.Of(item, outWidth, run, channels, slice);
        int row = part.Row;
        int image = row / outHeight * inHeight;

        // A neighbour outside the image is replaced by the nearest inside, which is in the window anyway.
        int level = row % outHeight * 2;
        int above = level > 0 ? level - 1 : 0;
        int below = level < inHeight - 1 ? level + 1 : level;
        int line = inWidth * channels;
        int upper = (image + above) * line, centre = (image + level) * line, lower = (image + below) * line;

        for (int j = part.From; j < part.To; j++)
        {
            int here = 2 * j * channels;
            int before = j > 0 ? here - channels : here;
            int after = 2 * j < inWidth - 1 ? here + channels : here;
            for (int c = part.First; c < part.End; c += TVec.Width)
            {
                TVec left = MaxOf3<TVec, T>(x, upper + before + c, centre + before + c, lower + before + c);
                TVec middle = MaxOf3<TVec, T>(x, upper + here + c, centre + here + c, lower + here + c);
                TVec right = MaxOf3<TVec, T>(x, upper + after + c, centre + after + c, lower + after + c);
                TVec.StoreAligned(TVec.Max(TVec.Max(left, middle), right), y, (row * outWidth + j) * channels + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec MaxOf3<TVec, T>(ArrayView<T> x, int upper, int centre, int lower)
        where TVec : struct, IVec<TVec>
        where T : unmanaged =>
        TVec.Max(TVec.Max(TVec.LoadAligned(x, upper), TVec.LoadAligned(x, centre)), TVec.LoadAligned(x, lower));
}
