namespace LiVOS.Media;

/// <summary>Makes a mask of a decoded PNG.</summary>
internal static class PngMask
{
    /// <summary>Takes the ids.</summary>
    /// <param name="image">The picture, with all 16 bits of such samples.</param>
    /// <param name="path">Its name.</param>
    /// <exception cref="MediaException">It is not clear what the ids are.</exception>
    public static IndexMask Of(PngImage image, string path)
    {
        PngHeader header = image.Header;
        var format = FormatOf(header, path);
        int[] ids = Ids(image);
        CheckAlpha(image, ids, path);
        var (width, height) = image.Orientation.Turn(header.Width, header.Height);
        return new IndexMask(width, height, image.Orientation.Turn(ids, header.Width, header.Height), format, image.Palette);
    }

    private static MaskFormat FormatOf(PngHeader header, string path) => (header.Colour, header.BitDepth) switch
    {
        (PngColour.Indexed, _) => MaskFormat.Indexed,
        (PngColour.Grey or PngColour.GreyAlpha, 16) => MaskFormat.Grey16,
        (PngColour.Grey or PngColour.GreyAlpha, _) => MaskFormat.Grey,
        (_, 8) => MaskFormat.RgbIds,
        _ => throw new MediaException($"The mask '{path}' has 16 bits a colour, which no object ids can be read from; "
            + "save it as an indexed, grey or 8-bit RGB PNG."),
    };

    private static int[] Ids(PngImage image)
    {
        int[] ids = new int[image.Header.Width * image.Header.Height];
        byte[] samples = image.Samples;
        int step = image.Header.Channels;
        if (step >= 3)
            for (int i = 0, at = 0; i < ids.Length; i++, at += step) ids[i] = samples[at] | samples[at + 1] << 8 | samples[at + 2] << 16;
        else if (image.Lower is byte[] lower)
            for (int i = 0, at = 0; i < ids.Length; i++, at += step) ids[i] = samples[at] << 8 | lower[at];
        else
            for (int i = 0, at = 0; i < ids.Length; i++, at += step) ids[i] = samples[at];
        return ids;
    }

    /// <summary>
    /// Alpha that is the same everywhere says nothing. A palette or a transparent colour may show what lies beneath the background, so that
    /// masks can be laid on pictures; the ids are clear then. All else is a cut-out.
    /// </summary>
    private static void CheckAlpha(PngImage image, int[] ids, string path)
    {
        if (PngAlpha.Of(image) is not byte[] alpha || !alpha.AsSpan().ContainsAnyExcept(alpha[0])) return;
        if (!PngAlpha.IsChannel(image.Header) && !Enumerable.Range(0, ids.Length).Any(i => alpha[i] != 255 && ids[i] != 0)) return;
        throw new MediaException($"The mask '{path}' has transparent parts, so it looks like a cut-out: "
            + "give --mask-from-alpha to take its alpha as the mask, or save it without alpha to take its colours as ids.");
    }
}
