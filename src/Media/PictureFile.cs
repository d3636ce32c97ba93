using System.Buffers.Binary;

namespace LiVOS.Media;

/// <summary>What can be told of a picture file without decoding it.</summary>
public static class PictureFile
{
    /// <summary>Reads a JPEG or PNG file's size from its header.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Width and height in pixels.</returns>
    /// <exception cref="MediaException">The file cannot be read, is neither a JPEG nor a PNG file, or its header is damaged.</exception>
    public static (int Width, int Height) ReadSize(string path)
    {
        using FileStream file = InputFile.Open(path);
        try
        {
            Span<byte> start = stackalloc byte[PngDecoder.Signature.Length + 8 + PngHeader.Length];
            int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (Png.IsPng(start[..length])) return PngSize(start[..length], path);
            if (Jpeg.IsJpeg(start[..length])) return JpegSize(file, path);
        }
        catch (IOException error)
        {
            throw InputFile.Unreadable(path, error);
        }
        throw new MediaException($"'{path}' is neither a JPEG nor a PNG picture; convert it to one of the two.");
    }

    static (int Width, int Height) PngSize(ReadOnlySpan<byte> start, string path)
    {
        ReadOnlySpan<byte> chunk = start[PngDecoder.Signature.Length..];
        if (chunk.Length < 8 + PngHeader.Length || !chunk[4..8].SequenceEqual("IHDR"u8))
            throw new MediaException($"The PNG file '{path}' is damaged (the header is missing or cut short); copy or export it again.");
        PngHeader header = PngHeader.Read(chunk[8..], path);
        return (header.Width, header.Height);
    }

    /// <summary>Goes from segment to segment until the one that begins the picture's frame.</summary>
    static (int Width, int Height) JpegSize(FileStream file, string path)
    {
        Span<byte> segment = stackalloc byte[9];
        for (file.Position = 2; ;)
        {
            int marker = ReadMarker(file);
            if (marker is < 0 or 0xD9 or 0xDA || file.ReadAtLeast(segment[..2], 2, throwOnEndOfStream: false) < 2) break;
            int length = BinaryPrimitives.ReadUInt16BigEndian(segment);
            if (length < 2) break;
            bool isFrame = marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC;
            if (!isFrame)
            {
                file.Position += length - 2;
                continue;
            }
            if (file.ReadAtLeast(segment[2..7], 5, throwOnEndOfStream: false) < 5) break;
            int height = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), width = BinaryPrimitives.ReadUInt16BigEndian(segment[5..]);
            PictureSize.Check(width, height, path);
            return (width, height);
        }
        throw new MediaException($"The JPEG file '{path}' is damaged or cut short (it gives no size); copy or export it again.");
    }

    /// <summary>The next marker's code, past stray and filling bytes; -1 where the file ends.</summary>
    static int ReadMarker(FileStream file)
    {
        int previous = 0;
        for (int value; (value = file.ReadByte()) >= 0; previous = value)
            if (previous == 0xFF && value is not (0 or 0xFF or 0x01 or (>= 0xD0 and <= 0xD7)))
                return value;
        return -1;
    }
}
