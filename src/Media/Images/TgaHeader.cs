using System.Buffers.Binary;

namespace LiVOS.Media;

/// <summary>The header of a TGA file.</summary>
/// <param name="Size">Width and height in pixels.</param>
/// <param name="Start">Where the pixels begin.</param>
/// <param name="PixelBytes">Bytes a pixel.</param>
/// <param name="Packed">Whether runs of pixels are packed.</param>
/// <param name="Mirrored">Whether rows go from right to left.</param>
internal readonly record struct TgaHeader((int Width, int Height) Size, int Start, int PixelBytes, bool Packed, bool Mirrored)
{
    private const int Length = 18;

    /// <summary>Reads a header.</summary>
    /// <exception cref="MediaException">It is no TGA file's, or gives a size that is not taken.</exception>
    public static TgaHeader Read(ReadOnlySpan<byte> file, string path)
    {
        if (file.Length < Length) throw new MediaException($"'{path}' is no TGA picture, or cut short; copy or export it again.");
        byte colours = file[1], type = file[2], colourBits = file[7], bits = file[16];
        bool known = (type & 7) switch
        {
            1 => colours == 1 && bits is 8 or 16 && colourBits is 15 or 16 or 24 or 32,
            2 => colours == 0 && bits is 15 or 16 or 24 or 32,
            3 => colours == 0 && bits is 8 or 16,
            _ => false,
        } && type is <= 3 or (>= 9 and <= 11);
        if (!known)
            throw new MediaException($"'{path}' is no TGA picture of a kind that is read (type {type}, {bits} bits a pixel); save it as PNG.");
        int width = BinaryPrimitives.ReadUInt16LittleEndian(file[12..]), height = BinaryPrimitives.ReadUInt16LittleEndian(file[14..]);
        PictureSize.Check(width, height, path);
        int palette = colours == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(file[5..]) * ((colourBits + 7) / 8) : 0;
        return new TgaHeader((width, height), Length + file[0] + palette, (bits + 7) / 8, type >= 9, (file[17] & 0x10) != 0);
    }

    /// <summary>Whether a file holds all pixels.</summary>
    public bool IsWhole(ReadOnlySpan<byte> file)
    {
        long pixels = (long)Size.Width * Size.Height;
        if (!Packed) return Start + pixels * PixelBytes <= file.Length;
        int at = Start;
        while (pixels > 0 && at < file.Length)
        {
            int count = (file[at] & 0x7F) + 1;
            bool run = file[at] >= 0x80;
            at += 1 + (run ? PixelBytes : count * PixelBytes);
            if (at > file.Length) return false;
            pixels -= count;
        }
        return pixels <= 0;
    }
}
