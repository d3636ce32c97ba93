using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>
/// 3x3 convolutions of stride 1 by Winograd's F(4x4, 3x3) (Lavin and Gray, "Fast algorithms for convolutional neural networks"): 36
/// products in place of 144. With B^T d B of each 6x6 input tile d and G g G^T of each filter g, the output is
/// A^T (sum over channels of their elementwise products) A.
/// </summary>
internal static class Winograd
{
    /// <summary>Rows and columns of outputs in a tile.</summary>
    public const int Outputs = 4;

    /// <summary>Rows and columns of inputs that a tile reads.</summary>
    public const int Inputs = 6;

    /// <summary>Floats of a line of a cache, by which the planes of <see cref="TransformFilters"/> are apart, so that they do not share cache sets.</summary>
    public const int LineFloats = 16;

    /// <summary>Products for each tile and pair of channels.</summary>
    public const int Points = Inputs * Inputs;

    /// <summary>
    /// <c>y[p, o] = epilogue(bias[o] + sum over ky, kx, c of weight[o, ky, kx, c] x[p + (ky, kx) - 1, c])</c> for a
    /// part of the output channels o. One group computes a block of tiles: grid X = blocks. The vector's width divides every channel count.
    /// </summary>
    /// <param name="a">[objects, height, width, channelsA]</param>
    /// <param name="b">[objects, height, width, channelsB]; unused where channelsB is 0</param>
    /// <param name="weight">[36, partChannels / width x (channelsA + channelsB) + 16 / width, width]: filters that <see cref="TransformFilters"/> gave</param>
    /// <param name="bias">[outChannels]</param>
    /// <param name="residual">[objects or 1, height, width, outChannels]; unused where the epilogue adds none</param>
    /// <param name="y">[objects, height, width, outChannels]; may be the residual</param>
    /// <param name="shape">The extents.</param>
    /// <param name="epilogue">The bias, residual and activation.</param>
    [Kernel]
    public static void Convolve3x3<TVec>(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        WinogradShape shape, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
    {
        // Scratch: a work space of one tile of channels and one of vectors, then the transformed inputs [36, blockTiles, inChannels] and the
        // sums [36, blockTiles, chunkChannels].
        ArrayView<float> scratch = SharedMemory.GetDynamic();
        int inputs = Points * (shape.WorkChannels + TVec.Width);
        int inputPlane = shape.BlockTiles * shape.InChannels + TVec.Width; // a vector apart, so that the points' planes do not share cache sets
        int sums = inputs + Points * inputPlane;
        int sumPlane = shape.BlockTiles * shape.ChunkChannels + TVec.Width;

        int firstTile = Grid.IdxX * shape.BlockTiles;
        int tiles = Math.Min(shape.BlockTiles, shape.Tiles - firstTile);
        for (int t = 0; t < tiles; t++)
        {
            int at = inputs + t * shape.InChannels;
            ReadTile<TVec>(a, shape.ChannelsA, firstTile + t, scratch, at, inputPlane, shape);
            ReadTile<TVec>(b, shape.ChannelsB, firstTile + t, scratch, at + shape.ChannelsA, inputPlane, shape);
        }

        int panels = shape.SliceChannels / TVec.Width;
        int chunkPanels = shape.ChunkChannels / TVec.Width;
        for (int firstPanel = 0; firstPanel < panels; firstPanel += chunkPanels)
        {
            int endPanel = Math.Min(firstPanel + chunkPanels, panels);
            for (int point = 0; point < Points; point++)
            {
                int across = RegisterTile.Count<TVec>(endPanel - firstPanel);
                for (int tile = 0; tile < across; tile++)
                {
                    int panel = firstPanel + RegisterTile.FirstPanel<TVec>(tile, endPanel - firstPanel);
                    int nextPanel = firstPanel + RegisterTile.FirstPanel<TVec>(tile + 1, endPanel - firstPanel);
                    bool last = nextPanel == endPanel;
                    int weightAt = WeightAt<TVec>(point, panel, panels, shape);
                    int next = WeightAt<TVec>(last ? point + 1 : point, last ? firstPanel : nextPanel, panels, shape);
                    int sumsAt = sums + point * sumPlane + (panel - firstPanel) * TVec.Width;
                    MultiplyPanels<TVec>(
                        scratch, inputs + point * inputPlane, weight, weightAt, next - weightAt, nextPanel - panel, sumsAt, tiles, shape);
                }
            }

            int channels = (endPanel - firstPanel) * TVec.Width;
            for (int t = 0; t < tiles; t++)
            {
                int at = sums + t * shape.ChunkChannels;
                int channel = shape.FirstChannel + firstPanel * TVec.Width;
                WriteTile<TVec>(scratch, at, sumPlane, channels, bias, residual, y, firstTile + t, channel, shape, epilogue);
            }
        }
    }

    /// <summary>Sums over input channels for one point, up to three panels of output channels, and all tiles of the block. Meanwhile the next panels are
    /// on their way: rows of tiles ask for one of them in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyPanels<TVec>(
        ArrayView<float> scratch, int inputsAt, ArrayView<float> weight, int weightAt, int toNext, int vectors, int sumsAt, int tiles, WinogradShape shape)
        where TVec : struct, IVec<TVec>
    {
        int depth = shape.InChannels;
        for (int t = 0; t < tiles; t += RegisterTile.Rows)
        {
            RegisterTile.Multiply<TVec>(
                scratch, inputsAt + t * depth, depth, 1, weight, weightAt, TVec.Width, depth * TVec.Width, vectors, depth,
                scratch, sumsAt + t * shape.ChunkChannels, shape.ChunkChannels, toNext + t / RegisterTile.Rows % vectors * depth * TVec.Width);
        }
    }

    private static int WeightAt<TVec>(int point, int panel, int panels, WinogradShape shape) where TVec : struct, IVec<TVec> =>
        point * LineFloats + (point * panels + panel) * shape.InChannels * TVec.Width;

    /// <summary>Transforms the 6x6 inputs of a tile, B^T d B, for every channel of one input tensor: first its columns, then its rows. Each goes through
    /// memory in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReadTile<TVec>(
        ArrayView<float> x, int channels, int tile, ArrayView<float> scratch, int to, int plane, WinogradShape shape)
        where TVec : struct, IVec<TVec>
    {
        int image = tile / shape.TilesPerObject;
        int top = tile % shape.TilesPerObject / shape.TileColumns * Outputs - 1;
        int left = tile % shape.TileColumns * Outputs - 1;
        int rowStep = shape.Width * channels, tileRow = Inputs * channels;
        int corner = (image * shape.Height + top) * rowStep + left * channels;
        if (top >= 0 && left >= 0 && top + Inputs <= shape.Height && left + Inputs <= shape.Width)
        {
            for (int i = 0; i < tileRow; i += TVec.Width) TransformInput<TVec>(x, corner + i, rowStep, scratch, i, tileRow, shape.ReluInput);
        }
        else
        {
            ReadBorder<TVec>(x, channels, top, left, corner, scratch, shape);
        }

        for (int row = 0; row < Inputs; row++)
        {
            for (int c = 0; c < channels; c += TVec.Width)
                TransformInput<TVec>(scratch, row * tileRow + c, channels, scratch, to + row * Inputs * plane + c, plane, false);
        }
    }

    /// <summary>The columns of a tile that reaches beyond the input, which is zero there.</summary>
    private static void ReadBorder<TVec>(ArrayView<float> x, int channels, int top, int left, int corner, ArrayView<float> scratch, WinogradShape shape)
        where TVec : struct, IVec<TVec>
    {
        int window = Points * shape.WorkChannels;
        for (int column = 0; column < Inputs; column++)
        {
            bool columnInside = left + column >= 0 && left + column < shape.Width;
            for (int c = column * channels; c < (column + 1) * channels; c += TVec.Width)
            {
                for (int row = 0; row < Inputs; row++)
                {
                    bool here = columnInside && top + row >= 0 && top + row < shape.Height;
                    TVec value = here ? TVec.Load(x, corner + row * shape.Width * channels + c) : TVec.Splat(0);
                    TVec.Store(value, scratch, window + row * TVec.Width);
                }

                TransformInput<TVec>(scratch, window, TVec.Width, scratch, c, Inputs * channels, shape.ReluInput);
            }
        }
    }

    /// <summary>B^T d of six vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformInput<TVec>(ArrayView<float> d, int at, int step, ArrayView<float> to, int toAt, int toStep, bool relu)
        where TVec : struct, IVec<TVec>
    {
        TVec d0 = TVec.Load(d, at), d1 = TVec.Load(d, at + step), d2 = TVec.Load(d, at + 2 * step);
        TVec d3 = TVec.Load(d, at + 3 * step), d4 = TVec.Load(d, at + 4 * step), d5 = TVec.Load(d, at + 5 * step);
        if (relu)
        {
            TVec zero = TVec.Splat(0);
            d0 = TVec.Max(d0, zero);
            d1 = TVec.Max(d1, zero);
            d2 = TVec.Max(d2, zero);
            d3 = TVec.Max(d3, zero);
            d4 = TVec.Max(d4, zero);
            d5 = TVec.Max(d5, zero);
        }

        TVec two = TVec.Splat(2), minusFour = TVec.Splat(-4), minusFive = TVec.Splat(-5), four = TVec.Splat(4);
        TVec even = TVec.Fma(minusFour, d2, d4), odd = TVec.Fma(minusFour, d1, d3);
        TVec outer = d4 - d2, inner = two * (d3 - d1);
        TVec.Store(TVec.Fma(four, d0, TVec.Fma(minusFive, d2, d4)), to, toAt);
        TVec.Store(even + odd, to, toAt + toStep);
        TVec.Store(even - odd, to, toAt + 2 * toStep);
        TVec.Store(outer + inner, to, toAt + 3 * toStep);
        TVec.Store(outer - inner, to, toAt + 4 * toStep);
        TVec.Store(TVec.Fma(four, d1, TVec.Fma(minusFive, d3, d5)), to, toAt + 5 * toStep);
    }

    /// <summary>Transforms the sums of a tile, A^T m A, for <paramref name="channels"/> output channels, and stores those inside the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteTile<TVec>(
        ArrayView<float> scratch, int at, int plane, int channels, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y,
        int tile, int channel, WinogradShape shape, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
    {
        int image = tile / shape.TilesPerObject;
        int top = tile % shape.TilesPerObject / shape.TileColumns * Outputs;
        int left = tile % shape.TileColumns * Outputs;
        int tileRow = Inputs * channels, result = Outputs * tileRow;

        for (int column = 0; column < Inputs; column++)
        {
            for (int c = 0; c < channels; c += TVec.Width)
                TransformOutput<TVec>(scratch, at + column * plane + c, Inputs * plane, scratch, column * channels + c, tileRow);
        }

        for (int row = 0; row < Math.Min(Outputs, shape.Height - top); row++)
        {
            for (int c = 0; c < channels; c += TVec.Width)
                TransformOutput<TVec>(scratch, row * tileRow + c, channels, scratch, result + c, channels);
            int position = (top + row) * shape.Width + left;
            int objectAt = image * shape.Height * shape.Width;
            for (int column = 0; column < Math.Min(Outputs, shape.Width - left); column++)
            {
                int yAt = (objectAt + position + column) * shape.OutChannels + channel;
                int residualAt = epilogue.ResidualIsShared ? (position + column) * shape.OutChannels + channel : yAt;
                for (int c = 0; c < channels; c += TVec.Width)
                {
                    TVec sum = TVec.Load(scratch, result + column * channels + c);
                    Result.Store(Epilogue.Finish(sum, bias, channel + c, residual, residualAt + c, epilogue), y, yAt + c, shape.StreamsOutput);
                }
            }
        }
    }

    /// <summary>A^T m of six vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformOutput<TVec>(ArrayView<float> m, int at, int step, ArrayView<float> to, int toAt, int toStep)
        where TVec : struct, IVec<TVec>
    {
        TVec m1 = TVec.Load(m, at + step), m2 = TVec.Load(m, at + 2 * step), m3 = TVec.Load(m, at + 3 * step), m4 = TVec.Load(m, at + 4 * step);
        TVec near = m1 + m2, nearOdd = m1 - m2, far = m3 + m4, farOdd = m3 - m4;
        TVec.Store(TVec.Load(m, at) + near + far, to, toAt);
        TVec.Store(TVec.Fma(TVec.Splat(2), farOdd, nearOdd), to, toAt + toStep);
        TVec.Store(TVec.Fma(TVec.Splat(4), far, near), to, toAt + 2 * toStep);
        TVec.Store(TVec.Fma(TVec.Splat(8), farOdd, nearOdd) + TVec.Load(m, at + 5 * step), to, toAt + 3 * toStep);
    }

    /// <summary>The input channels of one panel that a group of <see cref="TransformFilters"/> transforms.</summary>
    public const int FilterBlock = 64;

    /// <summary>
    /// <c>G g G^T</c> of every 3x3 filter g. They are transformed anew for each frame: that takes a few hundredths of the time of the products, and
    /// transformed weights would take four times the memory of plain ones. Grid X = panels of a part of the output channels, Y = blocks of
    /// <see cref="FilterBlock"/> input channels; scratch: <see cref="FilterScratch"/>.
    /// </summary>
    /// <param name="weight">[outChannels / width, inChannels, 3, 3, width]: plain filters, see <see cref="PanelOrder.Filters"/></param>
    /// <param name="transformed">[36, panels of the part x inChannels + 16 / width, width]: the last line of a point's plane is left as it is</param>
    /// <param name="firstPanel">The part's first panel.</param>
    /// <param name="inChannels">Channels of all inputs.</param>
    /// <param name="streams">Whether the transformed filters go past the caches (<see cref="Result"/>).</param>
    [Kernel]
    public static void TransformFilters<TVec>(ArrayView<float> weight, ArrayView<float> transformed, int firstPanel, int inChannels, Flag streams)
        where TVec : struct, IVec<TVec>
    {
        // G g of as many filters as fill a line of a cache: [LineFloats / width, 6, 3, width]. Their results go to the same lines, one after another.
        ArrayView<float> half = SharedMemory.GetDynamic();
        int together = LineFloats / TVec.Width, halfFilter = Inputs * 3 * TVec.Width;
        int panel = Grid.IdxX;
        int from = Grid.IdxY * FilterBlock, end = Math.Min(from + FilterBlock, inChannels);
        int plane = (Grid.DimX * inChannels + together) * TVec.Width;
        for (int c = from; c < end; c += together)
        {
            int filters = Math.Min(together, end - c);
            int at = ((firstPanel + panel) * inChannels + c) * 9 * TVec.Width, to = (panel * inChannels + c) * TVec.Width;
            for (int i = 0; i < 3 * filters; i++)
            {
                int filter = i / 3, column = i % 3;
                TransformFilter<TVec>(
                    weight, at + (filter * 9 + column) * TVec.Width, 3 * TVec.Width,
                    half, filter * halfFilter + column * TVec.Width, 3 * TVec.Width, streams: false);
            }

            for (int i = 0; i < Inputs * filters; i++)
            {
                int row = i / filters, filter = i % filters;
                TransformFilter<TVec>(
                    half, filter * halfFilter + row * 3 * TVec.Width, TVec.Width, transformed, to + filter * TVec.Width + row * Inputs * plane, plane, streams);
            }
        }
    }

    /// <summary>The floats of scratch memory of <see cref="TransformFilters"/> with vectors of <paramref name="width"/> lanes.</summary>
    public static int FilterScratch(int width) => LineFloats / width * Inputs * 3 * width;

    /// <summary>G g of three vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformFilter<TVec>(ArrayView<float> g, int at, int step, ArrayView<float> to, int toAt, int toStep, bool streams)
        where TVec : struct, IVec<TVec>
    {
        TVec g0 = TVec.Load(g, at), g1 = TVec.Load(g, at + step), g2 = TVec.Load(g, at + 2 * step);
        TVec even = TVec.Splat(-1 / 6f) * (g0 + g2), odd = TVec.Splat(-1 / 6f) * g1;
        TVec wide = TVec.Fma(TVec.Splat(1 / 24f), g0, TVec.Splat(1 / 6f) * g2), wideOdd = TVec.Splat(1 / 12f) * g1;
        Result.Store(TVec.Splat(1 / 4f) * g0, to, toAt, streams);
        Result.Store(even + odd, to, toAt + toStep, streams);
        Result.Store(even - odd, to, toAt + 2 * toStep, streams);
        Result.Store(wide + wideOdd, to, toAt + 3 * toStep, streams);
        Result.Store(wide - wideOdd, to, toAt + 4 * toStep, streams);
        Result.Store(g2, to, toAt + 5 * toStep, streams);
    }
}
