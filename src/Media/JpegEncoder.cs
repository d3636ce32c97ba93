using System.Buffers.Binary;

namespace LiVOS.Media;

/// <summary>Writes baseline JPEG: small pictures for reports. Colours are not subsampled.</summary>
static class JpegEncoder
{
    const int Side = 8, Area = Side * Side;

    /// <summary>The order in which a block's frequencies are written.</summary>
    static readonly byte[] ZigZag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>The standard's steps for brightness at quality 50 (table K.1); a colour's are coarser, and nearly all alike (K.2).</summary>
    static readonly byte[] BrightnessSteps =
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ];

    static readonly byte[] ColourSteps =
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        .. Enumerable.Repeat((byte)99, 32),
    ];

    /// <summary>Cosine[frequency * 8 + place], with the factors that make the transform orthonormal.</summary>
    static readonly float[] Cosine =
    [
        .. from frequency in Enumerable.Range(0, Side)
           from place in Enumerable.Range(0, Side)
           select (float)(Math.Cos((2 * place + 1) * frequency * Math.PI / 16) * Math.Sqrt((frequency == 0 ? 1 : 2) / 8.0)),
    ];

    /// <summary>Writes a picture.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="picture">The picture, of sides up to 65535.</param>
    /// <param name="quality">1 to 100, as libjpeg counts it.</param>
    public static void Encode(Stream stream, Picture picture, int quality)
    {
        byte[] brightness = Scale(BrightnessSteps, quality), colour = Scale(ColourSteps, quality);
        stream.Write([0xFF, 0xD8]);
        WriteSegment(stream, 0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        WriteSegment(stream, 0xDB, [0, .. ZigZag.Select(i => brightness[i]), 1, .. ZigZag.Select(i => colour[i])]);
        Span<byte> frame = stackalloc byte[15];
        frame[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(frame[1..], (ushort)picture.Height);
        BinaryPrimitives.WriteUInt16BigEndian(frame[3..], (ushort)picture.Width);
        new byte[] { 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1 }.CopyTo(frame[5..]);
        WriteSegment(stream, 0xC0, frame);
        WriteSegment(stream, 0xC4, [0x00, .. JpegCode.Means.Definition, 0x10, .. JpegCode.Frequencies.Definition]);
        WriteSegment(stream, 0xDA, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
        WriteBlocks(new JpegBits(stream), picture, brightness, colour);
        stream.Write([0xFF, 0xD9]);
    }

    static byte[] Scale(byte[] steps, int quality)
    {
        int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return [.. steps.Select(step => (byte)Math.Clamp((step * scale + 50) / 100, 1, 255))];
    }

    static void WriteSegment(Stream stream, byte marker, ReadOnlySpan<byte> content)
    {
        stream.Write([0xFF, marker, (byte)(content.Length + 2 >> 8), (byte)(content.Length + 2)]);
        stream.Write(content);
    }

    static void WriteBlocks(JpegBits bits, Picture picture, byte[] brightness, byte[] colour)
    {
        Span<float> block = stackalloc float[Area];
        Span<int> means = stackalloc int[3];
        for (int top = 0; top < picture.Height; top += Side)
            for (int left = 0; left < picture.Width; left += Side)
                for (int channel = 0; channel < 3; channel++)
                {
                    Gather(picture, left, top, channel, block);
                    Transform(block);
                    Transform(block); // each turns rows into columns
                    WriteBlock(bits, block, channel == 0 ? brightness : colour, ref means[channel]);
                }
        bits.Flush();
    }

    /// <summary>Takes a block of one channel of YCbCr; at the edges the last pixels are repeated.</summary>
    static void Gather(Picture picture, int left, int top, int channel, Span<float> block)
    {
        for (int i = 0; i < Area; i++)
        {
            int x = Math.Min(left + i % Side, picture.Width - 1), y = Math.Min(top + i / Side, picture.Height - 1);
            ReadOnlySpan<byte> rgb = picture.Rgb.AsSpan((y * picture.Width + x) * 3, 3);
            block[i] = channel switch
            {
                0 => 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2] - 128,
                1 => -0.168736f * rgb[0] - 0.331264f * rgb[1] + 0.5f * rgb[2],
                _ => 0.5f * rgb[0] - 0.418688f * rgb[1] - 0.081312f * rgb[2],
            };
        }
    }

    /// <summary>The cosine transform of every row, which becomes a column.</summary>
    static void Transform(Span<float> block)
    {
        Span<float> result = stackalloc float[Area];
        for (int row = 0; row < Side; row++)
            for (int frequency = 0; frequency < Side; frequency++)
            {
                float sum = 0;
                for (int x = 0; x < Side; x++) sum += Cosine[frequency * Side + x] * block[row * Side + x];
                result[frequency * Side + row] = sum;
            }
        result.CopyTo(block);
    }

    static void WriteBlock(JpegBits bits, ReadOnlySpan<float> block, byte[] steps, ref int mean)
    {
        int zeros = 0;
        for (int i = 0; i < Area; i++)
        {
            int value = (int)MathF.Round(block[ZigZag[i]] / steps[ZigZag[i]]);
            if (i == 0)
            {
                bits.WriteNumber(JpegCode.Means, 0, value - mean);
                mean = value;
            }
            else if (value == 0)
            {
                zeros++;
            }
            else
            {
                for (; zeros > 15; zeros -= 16) bits.WriteSymbol(JpegCode.Frequencies, 0xF0);
                bits.WriteNumber(JpegCode.Frequencies, zeros, value);
                zeros = 0;
            }
        }
        if (zeros > 0) bits.WriteSymbol(JpegCode.Frequencies, 0);
    }
}
