using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>Bilinear upsampling between the decoder's sizes: half-pixel centres, edge clamped (docs/network.md#elementary-operations).</summary>
internal static class Bilinear
{
    /// <summary><c>y = bilinear x2 of x + skip</c> (docs/network.md#mask-decoder); y may be skip where there is one object. Along each axis,
    /// <c>out[2k] = 1/4 x[k-1] + 3/4 x[k]</c> and <c>out[2k+1] = 3/4 x[k] + 1/4 x[k+1]</c>. One item is a
    /// slice of a run of x's row, in one of the output's two rows.</summary>
    /// <param name="item">The slice, of all rows of the output.</param>
    /// <param name="x">[objects, inHeight, inWidth, channels]</param>
    /// <param name="skip">[1, 2 inHeight, 2 inWidth, channels], shared by all objects.</param>
    /// <param name="y">[objects, 2 inHeight, 2 inWidth, channels]</param>
    /// <param name="inHeight">Rows of x.</param>
    /// <param name="inWidth">Positions in a row of x.</param>
    /// <param name="channels">Channels of a position.</param>
    /// <param name="run">Positions of a run.</param>
    /// <param name="slice">Channels of a slice.</param>
    [Kernel]
    [VectorOver(nameof(slice))]
    public static void UpsampleAdd<TVec, T>(
        Index1D item, ArrayView<T> x, ArrayView<T> skip, ArrayView<T> y, int inHeight, int inWidth, int channels, int run, int slice)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        RowSlice part = RowSlice.Of(item, inWidth, run, channels, slice);
        int row = part.Row, image = row / (2 * inHeight) * inHeight;
        int outRow = row % (2 * inHeight);
        int nearRow = outRow / 2;
        int farRow = outRow % 2 == 0 ? nearRow - 1 : nearRow + 1;
        farRow = farRow < 0 ? 0 : farRow < inHeight ? farRow : inHeight - 1;
        int near = (image + nearRow) * inWidth, far = (image + farRow) * inWidth;
        int shared = outRow * 2 * inWidth, to = row * 2 * inWidth;

        TVec large = TVec.Splat(0.75f), small = TVec.Splat(0.25f);
        for (int k = part.From; k < part.To; k++)
        {
            int left = k > 0 ? k - 1 : 0;
            int right = k < inWidth - 1 ? k + 1 : k;
            for (int c = part.First; c < part.End; c += TVec.Width)
            {
                TVec before = Between<TVec, T>(x, (near + left) * channels + c, (far + left) * channels + c);
                TVec centre = Between<TVec, T>(x, (near + k) * channels + c, (far + k) * channels + c) * large;
                TVec after = Between<TVec, T>(x, (near + right) * channels + c, (far + right) * channels + c);

                int even = 2 * k * channels + c, odd = even + channels;
                TVec.StoreAligned(TVec.Fma(before, small, centre) + TVec.LoadAligned(skip, shared * channels + even), y, to * channels + even);
                TVec.StoreAligned(TVec.Fma(after, small, centre) + TVec.LoadAligned(skip, shared * channels + odd), y, to * channels + odd);
            }
        }
    }

    /// <summary>The value a quarter of the way from the near row to the far one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Between<TVec, T>(ArrayView<T> x, int near, int far)
        where TVec : struct, IVec<TVec>
        where T : unmanaged =>
        TVec.Fma(TVec.LoadAligned(x, far), TVec.Splat(0.25f), TVec.LoadAligned(x, near) * TVec.Splat(0.75f));
}
