using LiVOS.Media;

namespace LiVOS.Video.Tests;

/// <summary>A small clip in a folder of its own: a bright square that moves over a pattern.</summary>
internal sealed class MovingSquare : IDisposable
{
    private const int Side = 16;

    private readonly TemporaryFolder _folder = new();

    public MovingSquare(int frames = 8, int width = 64, int height = 48)
    {
        (Width, Height, Count) = (width, height, frames);
        Directory.CreateDirectory(Frames);
        for (int frame = 0; frame < frames; frame++) Png.Write(Path.Combine(Frames, $"{frame:00000}.png"), Picture(frame));
    }

    public int Width { get; }

    public int Height { get; }

    public int Count { get; }

    /// <summary>The folder of the frames.</summary>
    public string Frames => _folder["frames"];

    /// <summary>A path beside it.</summary>
    public string this[string name] => _folder[name];

    /// <summary>The frames as a clip.</summary>
    public VideoClip Clip => VideoClip.Of(FrameFolder.Open(Frames));

    /// <summary>A frame.</summary>
    public Picture Picture(int frame)
    {
        var picture = new Picture(Width, Height);
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
            {
                bool inside = IsInside(frame, x, y);
                Span<byte> rgb = picture.Rgb.AsSpan((y * Width + x) * 3, 3);
                (rgb[0], rgb[1], rgb[2]) = inside ? ((byte)240, (byte)220, (byte)60) : ((byte)(x * 2), (byte)(y * 3), (byte)(40 + (x + y) % 8 * 4));
            }
        return picture;
    }

    /// <summary>The square's mask in a frame.</summary>
    public IndexMask Mask(int frame, int id = 1)
    {
        int[] ids = new int[Width * Height];
        for (int i = 0; i < ids.Length; i++) ids[i] = IsInside(frame, i % Width, i / Width) ? id : 0;
        return new IndexMask(Width, Height, ids);
    }

    /// <summary>Makes a video of the frames.</summary>
    /// <param name="name">Its file.</param>
    /// <param name="arguments">What FFmpeg is told between input and output.</param>
    /// <returns>The file's path.</returns>
    public string Video(string name, params string[] arguments)
    {
        FfmpegRun.Do(["-framerate", "25", "-i", Path.Combine(Frames, "%05d.png"), .. arguments, this[name]]);
        return this[name];
    }

    public void Dispose() => _folder.Dispose();

    private static bool IsInside(int frame, int x, int y) => x >= 4 + 3 * frame && x < 4 + 3 * frame + Side && y >= 12 && y < 12 + Side;
}
