using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>The formats in which a clip's masks are written to a folder, by their names.</summary>
public static class OutputFormat
{
    /// <summary>The default: masks with ids and palette.</summary>
    public const string Indexed = "indexed";

    /// <summary>Frames with their masks upon them.</summary>
    public const string Overlay = "overlay";

    /// <summary>The objects' probabilities.</summary>
    public const string Soft = "soft";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Indexed, "binary", Soft, Overlay, "matte", "greenscreen", "alpha", "coco", "ytvis", "mots", "yolo-seg", "labelme", "cvat",
    ];

    /// <summary>How a format makes one picture of a frame and its mask, so that it can be a video too; null where it does not.</summary>
    public static PictureStyle? StyleOf(string name) => name switch
    {
        Overlay => PictureStyle.Overlay,
        "matte" => PictureStyle.Matte,
        "greenscreen" => PictureStyle.Greenscreen,
        "alpha" => PictureStyle.Alpha,
        _ => null,
    };

    /// <summary>Whether a format shows the clip's frames, so that it needs their pictures.</summary>
    public static bool ShowsFrames(string name) => StyleOf(name) is not (null or PictureStyle.Matte);

    /// <summary>Makes an output.</summary>
    /// <param name="name">The format.</param>
    /// <param name="folder">The folder of all results; each format has files or a folder of its own in it.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="ground">The colour behind the objects of a greenscreen; null for green.</param>
    /// <param name="softBits">The bits of a pixel of soft masks: 8, or 16.</param>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static IFrameOutput Create(string name, string folder, ClipInfo clip, (byte R, byte G, byte B)? ground = null, int softBits = 8) => name switch
    {
        Indexed => new IndexedFolder(folder),
        "binary" => new BinaryFolders(folder),
        Soft => new SoftFolders(Path.Combine(folder, "soft_masks"), softBits),
        "coco" => new CocoFile(Path.Combine(folder, "coco.json"), clip),
        "ytvis" => new YoutubeVisFile(Path.Combine(folder, "ytvis.json"), clip),
        "mots" => new MotsFile(Path.Combine(folder, "mots.txt"), clip),
        "yolo-seg" => new YoloFolder(Path.Combine(folder, "yolo-seg"), clip),
        "labelme" => new LabelmeFolder(Path.Combine(folder, "labelme"), clip),
        "cvat" => new CvatFile(Path.Combine(folder, "cvat.xml"), clip),
        _ => StyleOf(name) is PictureStyle style
            ? new PictureFolder(Path.Combine(folder, name), style, ground)
            : throw new ArgumentException($"There is no format '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
    };
}
