using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>A small clip in a folder of its own: a bright square that moves over a pattern, and its mask in the first frame.</summary>
internal sealed class MadeUpClip : IDisposable
{
    public const int Width = 64, Height = 48;

    private const int Side = 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("livos-cli-").FullName;

    public MadeUpClip(int frames = 4)
    {
        Directory.CreateDirectory(Frames);
        Directory.CreateDirectory(Masks);
        for (int frame = 0; frame < frames; frame++) Png.Write(FramePath(frame), Picture(frame));
        Png.WriteMask(MaskPath(0), Square(0));
    }

    /// <summary>The folder of the frames.</summary>
    public string Frames => this["frames"];

    /// <summary>The folder of the given masks.</summary>
    public string Masks => this["masks"];

    /// <summary>Where results are to go; not there at the start.</summary>
    public string Out => this["out"];

    /// <summary>A path in the clip's folder.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>The names of the files in <see cref="Out"/>, and in the folders within; without hidden ones.</summary>
    public string[] Written =>
    [
        .. Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Out, path)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal),
    ];

    public string FramePath(int frame) => Path.Combine(Frames, $"{frame:00000}.png");

    public string MaskPath(int frame) => Path.Combine(Masks, $"{frame:00000}.png");

    public string OutPath(int frame) => Path.Combine(Out, $"{frame:00000}.png");

    /// <summary>A frame.</summary>
    public static Picture Picture(int frame, int width = Width, int height = Height)
    {
        var picture = new Picture(width, height);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                byte level = IsSquare(frame, x, y) ? (byte)240 : (byte)(40 + x * 5 % 32 + y * 3 % 32);
                picture.Rgb.AsSpan((y * width + x) * 3, 3).Fill(level);
            }
        return picture;
    }

    /// <summary>The square's mask in a frame.</summary>
    public static IndexMask Square(
        int frame, int id = 1, MaskFormat format = MaskFormat.Indexed, Palette? palette = null, int width = Width, int height = Height)
    {
        int[] ids = new int[width * height];
        for (int i = 0; i < ids.Length; i++)
            if (IsSquare(frame, i % width, i / width)) ids[i] = id;
        return new IndexMask(width, height, ids, format, palette);
    }

    /// <summary>Cuts a file short.</summary>
    public static void Truncate(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool IsSquare(int frame, int x, int y) => x >= 10 + frame && x < 10 + frame + Side && y >= 12 && y < 12 + Side;
}
