namespace LiVOS.Media;

/// <summary>How a format holds ids in the samples of a PNG file.</summary>
/// <param name="Colour">The samples' meaning.</param>
/// <param name="Bytes">Bytes of an id.</param>
/// <param name="Largest">The largest id.</param>
internal readonly record struct MaskSamples(PngColour Colour, int Bytes, int Largest)
{
    /// <summary>The samples of a format.</summary>
    public static MaskSamples Of(MaskFormat format) => format switch
    {
        MaskFormat.Indexed => new(PngColour.Indexed, 1, 255),
        MaskFormat.Grey => new(PngColour.Grey, 1, 255),
        MaskFormat.Grey16 => new(PngColour.Grey, 2, 65535),
        _ => new(PngColour.Rgb, 3, 0xFFFFFF),
    };

    /// <summary>The simplest format that holds an id.</summary>
    public static MaskFormat FormatFor(int id) => id switch
    {
        <= 255 => MaskFormat.Indexed,
        <= 65535 => MaskFormat.Grey16,
        _ => MaskFormat.RgbIds,
    };

    /// <summary>The header of a file of such samples.</summary>
    public PngHeader HeaderOf(int width, int height) => new(width, height, Bytes == 2 ? 16 : 8, Colour, false);

    /// <summary>Puts an id into its samples.</summary>
    /// <param name="id">The id.</param>
    /// <param name="samples">Its <see cref="Bytes"/>.</param>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="MediaException">The format cannot hold the id.</exception>
    public void Put(int id, Span<byte> samples, string path)
    {
        if ((uint)id > Largest)
            throw new MediaException($"The mask '{path}' has the object id {id}, but its format holds 0 to {Largest} only; "
                + "start from a 16-bit grey or an RGB mask (id = r + 256 g + 65536 b) or use smaller ids.");
        if (Bytes == 1) samples[0] = (byte)id;
        else if (Bytes == 2) (samples[0], samples[1]) = ((byte)(id >> 8), (byte)id);
        else (samples[0], samples[1], samples[2]) = ((byte)id, (byte)(id >> 8), (byte)(id >> 16));
    }
}
