using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>Where an item's part of the next K-tile stands in the inputs: a position of the window, one of the two inputs, and a channel of it. It goes
/// on by counting, without divisions.</summary>
/// <param name="Ky">The window's row; behind the last one where the sums end before the K-tile does.</param>
/// <param name="Kx">Its column.</param>
/// <param name="Channel">The channel, of the input.</param>
/// <param name="Channels">The input's channels.</param>
/// <param name="InSecond">Whether it is the second input.</param>
internal readonly record struct KTileWalk(int Ky, int Kx, int Channel, int Channels, bool InSecond)
{
    /// <summary>Bits of <see cref="FindWindows"/> for the rows of a window, and for its columns.</summary>
    public const int MostSize = 15;

    private const int ColumnBits = 16;

    /// <summary>The place of product number <paramref name="depth"/> of each sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KTileWalk At(int depth, ConvolutionShape shape)
    {
        int channels = shape.ChannelsA + shape.ChannelsB, tap = depth / channels, channel = depth - tap * channels;
        int ky = tap / shape.Size, kx = tap - ky * shape.Size;
        bool inSecond = channel >= shape.ChannelsA;
        return new KTileWalk(
            Math.Min(ky, shape.Size), kx, inSecond ? channel - shape.ChannelsA : channel, inSecond ? shape.ChannelsB : shape.ChannelsA, inSecond);
    }

    /// <summary>The pixel and the channel of a walk that has counted beyond the channels of its pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KTileWalk Next(ConvolutionShape shape)
    {
        int ky = Ky, kx = Kx, channel = Channel, channels = Channels;
        bool inSecond = InSecond;
        while (channel >= channels)
        {
            channel -= channels;
            inSecond = !inSecond & shape.ChannelsB > 0;
            channels = inSecond ? shape.ChannelsB : shape.ChannelsA;
            if (!inSecond) kx++;
            if (kx == shape.Size)
            {
                kx = 0;
                ky++;
            }
        }

        // Behind the last product it stays below the bits of columns.
        return new KTileWalk(Math.Min(ky, shape.Size), kx, channel, channels, inSecond);
    }

    /// <summary>The tile's positions in the inputs: the pixel at the top left of each one's window, and bits for the rows and columns of the window that
    /// lie inside the picture.</summary>
    /// <param name="windows">[2, rows]</param>
    /// <param name="rows">Positions of the tile: at most the items of the group.</param>
    /// <param name="firstRow">The tile's first position.</param>
    /// <param name="shape">The extents.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FindWindows(ArrayView<int> windows, int rows, int firstRow, ConvolutionShape shape)
    {
        int item = Group.IdxX, row = firstRow + item;
        if (item < rows)
        {
            int line = row / shape.OutWidth, top = line % shape.OutHeight * shape.Stride - shape.Padding;
            int left = (row - line * shape.OutWidth) * shape.Stride - shape.Padding, inside = 0;
            for (int k = 0; k < shape.Size; k++)
            {
                if ((uint)(top + k) < (uint)shape.InHeight) inside |= 1 << k;
                if ((uint)(left + k) < (uint)shape.InWidth) inside |= 1 << (ColumnBits + k);
            }

            windows[item] = (line / shape.OutHeight * shape.InHeight + top) * shape.InWidth + left;
            windows[rows + item] = row < shape.OutRows ? inside : 0;
        }
    }

    /// <summary>The first element of a position's pixel.</summary>
    /// <param name="windows">See <see cref="FindWindows"/>.</param>
    /// <param name="row">The position.</param>
    /// <param name="shape">The extents.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PlaceOf(ArrayView<int> windows, int row, ConvolutionShape shape) => (windows[row] + Ky * shape.InWidth + Kx) * Channels;

    /// <summary>1 where a position's pixel lies inside the picture; else 0.</summary>
    /// <param name="windows">See <see cref="FindWindows"/>.</param>
    /// <param name="rows">Positions of the tile.</param>
    /// <param name="row">The position.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IsInside(ArrayView<int> windows, int rows, int row)
    {
        int inside = windows[rows + row];
        return inside >> Ky & inside >> (ColumnBits + Kx) & 1;
    }
}
