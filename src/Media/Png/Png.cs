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
    /// Reads a mask: an indexed PNG (the index is the id, the palette is kept), a grey one (the value is the id: of 16 bits as it is,
    /// else the 8-bit value, to which fewer bits are scaled) or an RGB one (the id is r + 256 g + 65536 b). Alpha that is the same
    /// everywhere is dropped.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The mask, upright, with the format and palette it came in.</returns>
    /// <exception cref="MediaException">
    /// The file cannot be read, is damaged or too large, has 16 bits a colour, or an alpha channel that shows something, so that it is
    /// not clear which of both is the mask: <see cref="ReadAlpha"/> takes the alpha.
    /// </exception>
    public static IndexMask ReadMask(string path) => PngMask.Of(PngDecoder.Decode(InputFile.Read(path), path, whole: true), path);

    /// <summary>Reads the alpha of a cut-out, or of a picture with a transparent background: 0 for transparent, 255 for opaque.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The alpha, upright; <see cref="GreyPicture.AtLeast"/> makes a mask of it.</returns>
    /// <exception cref="MediaException">The file cannot be read, is damaged or too large, or is opaque everywhere.</exception>
    public static GreyPicture ReadAlpha(string path)
    {
        PngImage image = PngDecoder.Decode(InputFile.Read(path), path, whole: true);
        if (PngAlpha.Of(image) is not byte[] alpha || !alpha.AsSpan().ContainsAnyExcept((byte)255))
            throw new MediaException($"'{path}' has no transparent part, so its alpha is no mask; "
                + "leave --mask-from-alpha out, or save the cut-out with its alpha.");
        var (width, height) = (image.Header.Width, image.Header.Height);
        var upright = image.Orientation.Turn(width, height);
        return new GreyPicture(upright.Width, upright.Height, image.Orientation.Turn(alpha, width, height));
    }

    /// <summary>Writes a picture as an 8-bit RGB PNG; the file appears whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="picture">The picture.</param>
    /// <exception cref="MediaException">The file cannot be written.</exception>
    public static void Write(string path, Picture picture) => AtomicFile.Write(path, stream =>
        PngEncoder.Encode(stream, new PngHeader(picture.Width, picture.Height, 8, PngColour.Rgb, false), null, picture.Rgb));

    /// <summary>Writes a picture; the file appears whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 for grey, 3 for RGB, 4 for RGBA.</param>
    /// <param name="samples">Row-major; of 16 bits with the high byte first.</param>
    /// <param name="bits">The bits of a sample: 8, or 16.</param>
    /// <exception cref="MediaException">The file cannot be written.</exception>
    public static void WriteSamples(string path, int width, int height, int channels, byte[] samples, int bits = 8) =>
        AtomicFile.Write(path, stream => WriteSamples(stream, width, height, channels, samples, bits));

    /// <summary>The same to a stream.</summary>
    public static void WriteSamples(Stream stream, int width, int height, int channels, byte[] samples, int bits = 8)
    {
        PngColour colour = channels switch
        {
            1 => PngColour.Grey,
            3 => PngColour.Rgb,
            4 => PngColour.RgbAlpha,
            _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, "A pixel has 1, 3 or 4 samples."),
        };
        PngEncoder.Encode(stream, new PngHeader(width, height, bits, colour, false), null, samples);
    }

    /// <summary>Writes a mask in its own format; the file appears whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="mask">
    /// The mask. An indexed one is written with its palette, filled up from <see cref="Palette.Davis"/> where an id lies beyond it.
    /// </param>
    /// <exception cref="MediaException">The file cannot be written, or its format cannot hold an id of the mask.</exception>
    public static void WriteMask(string path, IndexMask mask)
    {
        MaskSamples samples = MaskSamples.Of(mask.Format);
        using var rented = new RentedBytes(mask.Ids.Length * samples.Bytes);
        Span<byte> packed = rented.Span;
        int most = 0;
        for (int i = 0; i < mask.Ids.Length; i++)
        {
            samples.Put(mask.Ids[i], packed.Slice(i * samples.Bytes, samples.Bytes), path);
            most = Math.Max(most, mask.Ids[i]);
        }
        AtomicFile.Write(path, stream => Encode(stream, samples.HeaderOf(mask.Width, mask.Height), mask.Palette, most, rented));
    }

    /// <summary>Writes the ids of labels; otherwise as above.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="mask">The mask; ids that no pixel has need not fit its format.</param>
    /// <exception cref="MediaException">The file cannot be written, or its format cannot hold an id of the mask.</exception>
    public static void WriteMask(string path, LabelMask mask) => AtomicFile.Write(path, stream => WriteMask(stream, mask, path));

    /// <summary>The same to a stream.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="name">Its name in messages.</param>
    /// <exception cref="MediaException">Its format cannot hold an id of the mask.</exception>
    public static void WriteMask(Stream stream, LabelMask mask, string name)
    {
        MaskSamples samples = MaskSamples.Of(mask.Format);
        int most = 0;
        byte[] sampleOf = new byte[mask.Ids.Count * samples.Bytes];
        for (int label = 0; label < mask.Ids.Count; label++)
        {
            if (!mask.Labels.AsSpan().Contains((byte)label)) continue;
            samples.Put(mask.Ids[label], sampleOf.AsSpan(label * samples.Bytes, samples.Bytes), name);
            most = Math.Max(most, mask.Ids[label]);
        }
        using var rented = new RentedBytes(mask.Labels.Length * samples.Bytes);
        Span<byte> packed = rented.Span;
        for (int i = 0; i < mask.Labels.Length; i++)
            for (int sample = 0; sample < samples.Bytes; sample++) packed[i * samples.Bytes + sample] = sampleOf[mask.Labels[i] * samples.Bytes + sample];
        Encode(stream, samples.HeaderOf(mask.Width, mask.Height), mask.Palette, most, rented);
    }

    private static void Encode(Stream stream, PngHeader header, Palette? palette, int most, RentedBytes samples)
    {
        Palette? written = header.Colour == PngColour.Indexed ? (palette ?? Palette.Davis).ExtendedTo(most + 1) : null;
        PngEncoder.Encode(stream, header, written, samples.Span);
    }

    /// <summary>Reads a mask that is in memory; otherwise as <see cref="ReadMask"/>.</summary>
    /// <param name="file">All bytes of its file.</param>
    /// <param name="name">Its name in messages.</param>
    /// <exception cref="MediaException">It is empty, damaged, or no PNG, or it is not clear what the ids are.</exception>
    public static IndexMask DecodeMask(byte[] file, string name) => PngMask.Of(PngDecoder.Decode(file, name, whole: true), name);

    internal static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(PngDecoder.Signature);

    internal static Picture DecodePicture(byte[] file, string path, byte[]? buffer = null)
    {
        PngImage image = PngDecoder.Decode(file, path, buffer: buffer);
        return image.Orientation.Turn(image.Header.Colour == PngColour.Rgb
            ? new Picture(image.Header.Width, image.Header.Height, image.Samples)
            : ToRgb(image));
    }

    private static Picture ToRgb(PngImage image)
    {
        var (header, palette, samples) = image;
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
