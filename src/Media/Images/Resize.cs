namespace LiVOS.Media;

/// <summary>The sizes and resizes of the published evaluation.</summary>
public static class Resize
{
    /// <summary>
    /// The size at which the network sees a frame: the shorter side is <paramref name="size"/>, the longer keeps the shape, rounded down.
    /// </summary>
    /// <param name="width">The frame's width in pixels, at least 1.</param>
    /// <param name="height">The frame's height in pixels, at least 1.</param>
    /// <param name="size">The shorter side asked for, in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    public static (int Width, int Height) NetworkSize(int width, int height, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return width <= height ? (size, (int)((long)size * height / width)) : ((int)((long)size * width / height), size);
    }

    /// <summary>Resizes a mask to the nearest pixel, as the published reader does (Pillow's NEAREST).</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="width">Width asked for in pixels, at least 1.</param>
    /// <param name="height">Height asked for in pixels, at least 1.</param>
    /// <returns>A mask of that size with the same format and palette; the mask itself where it has that size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    public static IndexMask Nearest(IndexMask mask, int width, int height)
    {
        if (mask.Width == width && mask.Height == height) return mask;
        int[] ids = new int[PictureSize.Area(width, height)];
        int[] columns = NearestIndices(mask.Width, width), rows = NearestIndices(mask.Height, height);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<int> from = mask.Ids.AsSpan(rows[y] * mask.Width, mask.Width);
            Span<int> to = ids.AsSpan(y * width, width);
            for (int x = 0; x < width; x++) to[x] = from[columns[x]];
        }
        return new IndexMask(width, height, ids, mask.Format, mask.Palette);
    }

    /// <summary>The input pixel of each output pixel along one axis.</summary>
    internal static int[] NearestIndices(int input, int output)
    {
        int[] indices = new int[output];
        double scale = (double)input / output, centre = scale * 0.5;
        // Added up, not multiplied: where a centre falls on a pixel's edge, Pillow's rounding decides.
        for (int i = 0; i < output; i++, centre += scale) indices[i] = Math.Min((int)centre, input - 1);
        return indices;
    }
}
