namespace LiVOS.Media;

/// <summary>
/// PNG files, read and written without any library: masks must keep their indices and their palette, which general libraries lose.
/// Files of more than 32768 pixels a side, or 64 Mi pixels in all, are refused.
/// </summary>
public static class Png
{
    /// <summary>Reads a picture of any PNG kind.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The picture; transparency is dropped, 16 bits are reduced to 8.</returns>
    /// <exception cref="MediaException">The file cannot be read, is damaged, or is too large.</exception>
    public static Picture ReadPicture(string path) => DecodePicture(InputFile.Read(path), path);

    /// <summary>
    /// Reads a mask: an indexed PNG (the index is the id, the palette is kept), a grey one (the 8-bit grey value is the id; fewer
    /// bits are scaled to 8) or an RGB one (the id is r + 256 g + 65536 b).
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The mask, with the format and palette it came in.</returns>
    /// <exception cref="MediaException">The file cannot be read, is damaged or too large, has 16 bits or an alpha channel.</exception>
    public static IndexMask ReadMask(string path)
    {
        var (header, palette, samples) = PngDecoder.Decode(InputFile.Read(path), path);
        if (header.Colour is PngColour.GreyAlpha or PngColour.RgbAlpha)
            throw new MediaException($"The mask '{path}' has an alpha channel, which no object ids can be read from; "
                + "save it as an indexed PNG.");
        if (header.BitDepth == 16)
            throw new MediaException($"The mask '{path}' has 16 bits a sample; save it as an indexed or 8-bit PNG.");

        int[] ids = new int[header.Width * header.Height];
        if (header.Colour == PngColour.Rgb)
            for (int i = 0; i < ids.Length; i++) ids[i] = samples[i * 3] | samples[i * 3 + 1] << 8 | samples[i * 3 + 2] << 16;
        else
            for (int i = 0; i < ids.Length; i++) ids[i] = samples[i];
        var format = header.Colour switch
        {
            PngColour.Indexed => MaskFormat.Indexed,
            PngColour.Grey => MaskFormat.Grey,
            _ => MaskFormat.RgbIds,
        };
        return new IndexMask(header.Width, header.Height, ids, format, palette);
    }

    /// <summary>Writes a picture as an 8-bit RGB PNG; the file appears whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="picture">The picture.</param>
    /// <exception cref="MediaException">The file cannot be written.</exception>
    public static void Write(string path, Picture picture) => AtomicFile.Write(path, stream =>
        PngEncoder.Encode(stream, new PngHeader(picture.Width, picture.Height, 8, PngColour.Rgb, false), null, picture.Rgb));

    /// <summary>Writes a mask in its own format; the file appears whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="mask">
    /// The mask. An indexed one is written with its palette, filled up from <see cref="Palette.Davis"/> where an id lies beyond it.
    /// </param>
    /// <exception cref="MediaException">The file cannot be written, or its format cannot hold an id of the mask.</exception>
    public static void WriteMask(string path, IndexMask mask)
    {
        var (colour, channels, largest) = mask.Format switch
        {
            MaskFormat.Indexed => (PngColour.Indexed, 1, 255),
            MaskFormat.Grey => (PngColour.Grey, 1, 255),
            _ => (PngColour.Rgb, 3, 0xFFFFFF),
        };
        byte[] samples = new byte[mask.Ids.Length * channels];
        int most = 0;
        for (int i = 0; i < mask.Ids.Length; i++)
        {
            int id = mask.Ids[i];
            if ((uint)id > largest)
                throw new MediaException($"The mask '{path}' has the object id {id}, but its format holds 0 to {largest} only; "
                    + "start from an RGB mask (id = r + 256 g + 65536 b) or use smaller ids.");
            most = Math.Max(most, id);
            samples[i * channels] = (byte)id;
            if (channels == 1) continue;
            samples[i * 3 + 1] = (byte)(id >> 8);
            samples[i * 3 + 2] = (byte)(id >> 16);
        }
        var palette = colour == PngColour.Indexed ? (mask.Palette ?? Palette.Davis).ExtendedTo(most + 1) : null;
        var header = new PngHeader(mask.Width, mask.Height, 8, colour, false);
        AtomicFile.Write(path, stream => PngEncoder.Encode(stream, header, palette, samples));
    }

    internal static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(PngDecoder.Signature);

    internal static Picture DecodePicture(byte[] file, string path)
    {
        var (header, palette, samples) = PngDecoder.Decode(file, path);
        if (header.Colour == PngColour.Rgb) return new Picture(header.Width, header.Height, samples);

        var picture = new Picture(header.Width, header.Height);
        byte[] rgb = picture.Rgb;
        int channels = header.Channels;
        // An index beyond the palette is black, as libpng has it.
        ReadOnlySpan<byte> colours = palette is null ? [] : [.. palette.Rgb, .. new byte[768 - palette.Rgb.Length]];
        for (int from = 0, to = 0; to < rgb.Length; from += channels, to += 3)
        {
            var (r, g, b) = header.Colour switch
            {
                PngColour.Indexed => (colours[samples[from] * 3], colours[samples[from] * 3 + 1], colours[samples[from] * 3 + 2]),
                PngColour.RgbAlpha => (samples[from], samples[from + 1], samples[from + 2]),
                _ => (samples[from], samples[from], samples[from]),
            };
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (r, g, b);
        }
        return picture;
    }
}
