using LiVOS.Media;

namespace LiVOS.Server.Tests;

/// <summary>A bright square that moves over a dark ground.</summary>
internal static class Scene
{
    public const int Width = 64, Height = 48, Side = 16;

    /// <summary>A frame as a JPEG, PNG or PPM file.</summary>
    public static byte[] Ppm(int frame) => [.. "P6 64 48 255\n"u8, .. Picture(frame).Rgb];

    /// <summary>A frame as a PNG file.</summary>
    public static byte[] Png(int frame)
    {
        using var stream = new MemoryStream();
        Media.Png.WriteSamples(stream, Width, Height, 3, Picture(frame).Rgb);
        return stream.ToArray();
    }

    /// <summary>A frame as a JPEG file.</summary>
    public static byte[] Jpeg(int frame) => Media.Jpeg.Encode(Picture(frame), 90);

    /// <summary>The square's mask as a PNG file: white on black.</summary>
    public static byte[] MaskPng(int frame)
    {
        using var stream = new MemoryStream();
        Media.Png.WriteSamples(stream, Width, Height, 1, [.. Pixels(frame).Select(inside => inside ? (byte)255 : (byte)0)]);
        return stream.ToArray();
    }

    /// <summary>The square's mask.</summary>
    public static IndexMask Mask(int frame) => new(Width, Height, [.. Pixels(frame).Select(inside => inside ? 1 : 0)]);

    /// <summary>Left, top, right and bottom of the square.</summary>
    public static int[] Box(int frame) => [8 + (3 * frame), 16, 8 + (3 * frame) + Side, 16 + Side];

    private static Picture Picture(int frame)
    {
        bool[] inside = Pixels(frame);
        var picture = new Picture(Width, Height);
        for (int i = 0; i < inside.Length; i++)
            (picture.Rgb[3 * i], picture.Rgb[(3 * i) + 1], picture.Rgb[(3 * i) + 2]) =
                inside[i] ? ((byte)240, (byte)220, (byte)60) : ((byte)(i % 50), (byte)20, (byte)60);
        return picture;
    }

    private static bool[] Pixels(int frame) => [.. Enumerable.Range(0, Width * Height).Select(i =>
        i % Width >= Box(frame)[0] && i % Width < Box(frame)[2] && i / Width >= Box(frame)[1] && i / Width < Box(frame)[3])];
}
