namespace LiVOS.Model.Frames;

/// <summary>Masks are resized to the nearest pixel, as the published reader does it (Pillow's NEAREST).</summary>
internal static class NearestPixels
{
    /// <summary>The input pixel of each output pixel along one axis.</summary>
    /// <param name="input">Pixels along the axis before, at least 1.</param>
    /// <param name="output">Pixels along the axis after, at least 1.</param>
    public static int[] Table(int input, int output)
    {
        var table = new int[output];
        double scale = (double)input / output, centre = scale * 0.5;
        // Added up, not multiplied: where a centre falls on a pixel's edge, Pillow's rounding decides.
        for (int i = 0; i < output; i++, centre += scale) table[i] = Math.Min((int)centre, input - 1);
        return table;
    }

    /// <summary>A mask of the clip's size at the network's.</summary>
    /// <param name="mask">[sourceHeight, sourceWidth]</param>
    /// <param name="geometry">The sizes.</param>
    /// <returns>[height, width]; the mask itself where the sizes agree.</returns>
    public static ReadOnlySpan<int> Of(ReadOnlySpan<int> mask, FrameGeometry geometry)
    {
        if (!geometry.IsResampled) return mask;
        int[] columns = Table(geometry.SourceWidth, geometry.Width), rows = Table(geometry.SourceHeight, geometry.Height);
        var resized = new int[geometry.Height * geometry.Width];
        for (int y = 0; y < rows.Length; y++)
        {
            ReadOnlySpan<int> from = mask.Slice(rows[y] * geometry.SourceWidth, geometry.SourceWidth);
            Span<int> to = resized.AsSpan(y * geometry.Width, geometry.Width);
            for (int x = 0; x < columns.Length; x++) to[x] = from[columns[x]];
        }

        return resized;
    }
}
