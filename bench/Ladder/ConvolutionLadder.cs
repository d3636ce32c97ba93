using LiVOS.Runtime.Language;

namespace LiVOS.Bench.Ladder;

/// <summary>
/// A 3x3 convolution of stride 1 from its definition to what the network runs, one idea at a time:
/// <c>y[p, o] = sum over ky, kx, c of weight[o, ky, kx, c] x[p + (ky, kx), c]</c>. The input has a border of zeros already, so that no step
/// has to ask where the image ends. docs/kernel-language.md tells the steps; the next ones are the network's own kernels.
/// </summary>
public static class ConvolutionLadder
{
    /// <summary>The positions that an item of <see cref="RegisterTile"/> computes.</summary>
    public const int TilePositions = 8;

    /// <summary>Step 1, the definition: an item is one number of the output.</summary>
    /// <param name="i">The number, in the order of y.</param>
    /// <param name="x">[height + 2, width + 2, inChannels]</param>
    /// <param name="weight">[outChannels, 3, 3, inChannels]</param>
    /// <param name="y">[height, width, outChannels]</param>
    /// <param name="width">Positions in a row of y.</param>
    /// <param name="inChannels">Channels of x.</param>
    /// <param name="outChannels">Channels of y.</param>
    [Kernel]
    public static void OneNumber(Index1D i, ArrayView<float> x, ArrayView<float> weight, ArrayView<float> y, int width, int inChannels, int outChannels)
    {
        int position = i / outChannels, o = i % outChannels;
        int row = position / width, column = position % width;
        float sum = 0;
        for (int ky = 0; ky < 3; ky++)
        {
            for (int kx = 0; kx < 3; kx++)
            {
                int xAt = ((row + ky) * (width + 2) + column + kx) * inChannels;
                int weightAt = ((o * 3 + ky) * 3 + kx) * inChannels;
                for (int c = 0; c < inChannels; c++) sum += x[xAt + c] * weight[weightAt + c];
            }
        }

        y[i] = sum;
    }

    /// <summary>Step 2, a vector of output channels: an item is one vector of the output. Each number of x meets all lanes; the weights are
    /// packed so that a lane's neighbours lie beside it.</summary>
    /// <param name="i">The vector, in the order of y.</param>
    /// <param name="x">[height + 2, width + 2, inChannels]</param>
    /// <param name="weight">[outChannels / lanes, 3, 3, inChannels, lanes]</param>
    /// <param name="y">[height, width, outChannels]</param>
    /// <param name="width">Positions in a row of y.</param>
    /// <param name="inChannels">Channels of x.</param>
    /// <param name="outChannels">Channels of y.</param>
    [Kernel]
    public static void OneVector<TVec>(Index1D i, ArrayView<float> x, ArrayView<float> weight, ArrayView<float> y, int width, int inChannels, int outChannels)
        where TVec : struct, IVec<TVec>
    {
        int panels = outChannels / TVec.Width;
        int position = i / panels, panel = i % panels;
        int row = position / width, column = position % width;
        int weightAt = panel * 9 * inChannels * TVec.Width;
        TVec sum = TVec.Splat(0);
        for (int ky = 0; ky < 3; ky++)
        {
            int xAt = ((row + ky) * (width + 2) + column) * inChannels; // three positions' channels in one run: kx needs no loop
            for (int d = 0; d < 3 * inChannels; d++)
            {
                sum = TVec.Fma(TVec.Splat(x[xAt + d]), TVec.Load(weight, weightAt), sum);
                weightAt += TVec.Width;
            }
        }

        TVec.Store(sum, y, position * outChannels + panel * TVec.Width);
    }

    /// <summary>Step 3, a tile of registers: an item is 8 positions of a row times 2 vectors. Each vector of weights is used 8 times, each
    /// number of x twice, and 16 sums that do not wait for each other keep the multiply-add units busy.</summary>
    /// <param name="i">The tile: positions fastest, so that neighbours use the same weights.</param>
    /// <param name="x">[height + 2, width + 2, inChannels]</param>
    /// <param name="weight">[outChannels / lanes, 3, 3, inChannels, lanes]</param>
    /// <param name="y">[height, width, outChannels]</param>
    /// <param name="height">Rows of y.</param>
    /// <param name="width">Positions in a row of y, a multiple of 8.</param>
    /// <param name="inChannels">Channels of x.</param>
    /// <param name="outChannels">Channels of y; twice the lanes divide them.</param>
    [Kernel]
    public static void RegisterTile<TVec>(
        Index1D i, ArrayView<float> x, ArrayView<float> weight, ArrayView<float> y, int height, int width, int inChannels, int outChannels)
        where TVec : struct, IVec<TVec>
    {
        int columns = width / TilePositions, tiles = height * columns;
        int pair = i / tiles, row = i % tiles / columns, column = i % columns * TilePositions;
        int u = pair * 2 * 9 * inChannels * TVec.Width, v = u + 9 * inChannels * TVec.Width;
        TVec a0 = TVec.Splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
        TVec b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0, b6 = a0, b7 = a0;
        for (int ky = 0; ky < 3; ky++)
        {
            int xAt = ((row + ky) * (width + 2) + column) * inChannels;
            for (int d = 0; d < 3 * inChannels; d++)
            {
                TVec first = TVec.Load(weight, u), second = TVec.Load(weight, v);
                TVec s = TVec.Splat(x[xAt]);
                a0 = TVec.Fma(s, first, a0);
                b0 = TVec.Fma(s, second, b0);
                s = TVec.Splat(x[xAt + inChannels]);
                a1 = TVec.Fma(s, first, a1);
                b1 = TVec.Fma(s, second, b1);
                s = TVec.Splat(x[xAt + 2 * inChannels]);
                a2 = TVec.Fma(s, first, a2);
                b2 = TVec.Fma(s, second, b2);
                s = TVec.Splat(x[xAt + 3 * inChannels]);
                a3 = TVec.Fma(s, first, a3);
                b3 = TVec.Fma(s, second, b3);
                s = TVec.Splat(x[xAt + 4 * inChannels]);
                a4 = TVec.Fma(s, first, a4);
                b4 = TVec.Fma(s, second, b4);
                s = TVec.Splat(x[xAt + 5 * inChannels]);
                a5 = TVec.Fma(s, first, a5);
                b5 = TVec.Fma(s, second, b5);
                s = TVec.Splat(x[xAt + 6 * inChannels]);
                a6 = TVec.Fma(s, first, a6);
                b6 = TVec.Fma(s, second, b6);
                s = TVec.Splat(x[xAt + 7 * inChannels]);
                a7 = TVec.Fma(s, first, a7);
                b7 = TVec.Fma(s, second, b7);
                xAt++;
                u += TVec.Width;
                v += TVec.Width;
            }
        }

        int yAt = (row * width + column) * outChannels + pair * 2 * TVec.Width;
        StorePair(a0, b0, y, yAt);
        StorePair(a1, b1, y, yAt + outChannels);
        StorePair(a2, b2, y, yAt + 2 * outChannels);
        StorePair(a3, b3, y, yAt + 3 * outChannels);
        StorePair(a4, b4, y, yAt + 4 * outChannels);
        StorePair(a5, b5, y, yAt + 5 * outChannels);
        StorePair(a6, b6, y, yAt + 6 * outChannels);
        StorePair(a7, b7, y, yAt + 7 * outChannels);
    }

    private static void StorePair<TVec>(TVec a, TVec b, ArrayView<float> y, int at) where TVec : struct, IVec<TVec>
    {
        TVec.Store(a, y, at);
        TVec.Store(b, y, at + TVec.Width);
    }
}
