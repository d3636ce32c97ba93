using LiVOS.Files;

namespace LiVOS.Media.Surveys;

/// <summary>Which files of a folder are the frames of a clip, and which are not.</summary>
/// <param name="Paths">The frames in order.</param>
/// <param name="LeftOut">All other files, but for hidden ones.</param>
internal sealed record FrameFiles(string[] Paths, IReadOnlyList<LeftOut> LeftOut)
{
    /// <summary>Files that systems leave in folders of pictures.</summary>
    private static readonly string[] s_nothing = ["thumbs.db", "desktop.ini", "icon\r"];

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="masks">Files and folders of the given masks, which are no frames.</param>
    /// <exception cref="MediaException">It is no folder of frames.</exception>
    public static FrameFiles Of(string folder, params IReadOnlyList<string> masks)
    {
        if (NoClip.Complaint(folder) is string complaint) throw new MediaException(complaint);
        string[] pictures = [.. FolderFiles.Of(folder, [.. PictureFile.Extensions])];
        string[] given = [.. masks.SelectMany(path => GivenMasks(pictures, folder, MaskAddress.Of(path).Path)).Distinct()];
        string[] frames = [.. pictures.Except(given)];
        var others = Directory.GetFiles(folder).Except(pictures).Order(NaturalOrder.Comparer)
            .Where(file => !Path.GetFileName(file).StartsWith('.') && !s_nothing.Contains(Path.GetFileName(file).ToLowerInvariant()))
            .Select(file => new LeftOut(file, Reason(file)));
        LeftOut[] leftOut = [.. given.Select(file => new LeftOut(file, "it is a given mask")), .. others];
        if (frames.Length == 0) throw new MediaException(NoClip.Without(folder, leftOut));
        return new FrameFiles(frames, leftOut);
    }

    /// <summary>Those of a folder's pictures that are given masks: the mask's file, or all PNGs where frames of another kind share the masks' folder.</summary>
    private static string[] GivenMasks(string[] pictures, string folder, string masks)
    {
        if (masks.Length == 0) return [];
        var place = RealPath.Of(masks);
        if (!Directory.Exists(masks))
            return [.. pictures.Where(file => Path.GetFileName(file) == Path.GetFileName(place.Path) && RealPath.Of(file).IsSameAs(place))];
        if (!RealPath.AreSame(masks, folder)) return [];
        string[] png = [.. pictures.Where(file => Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase))];
        return png.Length < pictures.Length ? png
            : throw new MediaException(
                $"Frames and masks are both to be read from '{folder}', and all its pictures are PNGs; put the masks in a folder of their own.");
    }

    private static string Reason(string file) =>
        PictureFile.OtherExtensions.Contains(Path.GetExtension(file).ToLowerInvariant())
            ? "pictures of its kind are not read; convert it to PNG or JPEG"
            : "it is no picture";
}
