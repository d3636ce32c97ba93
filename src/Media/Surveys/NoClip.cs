using System.Text.RegularExpressions;
using LiVOS.Files;

namespace LiVOS.Media.Surveys;

/// <summary>Says what a path is that is given for a clip and is no folder of frames.</summary>
internal static partial class NoClip
{
    private static readonly string[] s_archives = [".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst"];

    /// <summary>Whether a file may be a video: neither a picture nor an archive.</summary>
    public static bool MayBeVideo(string path)
    {
        string ending = Path.GetExtension(path).ToLowerInvariant();
        return FileStatus.Of(path).Kind == FileKind.Regular && !s_archives.Contains(ending)
            && (ending == ".gif" || !PictureFile.Extensions.Contains(ending) && !PictureFile.OtherExtensions.Contains(ending));
    }

    /// <summary>Says why a path is no folder; null where it is one.</summary>
    public static string? Complaint(string path)
    {
        if (path.Length == 0) return "The clip's name is empty; give a video or a folder of frames.";
        FileKind kind = FileStatus.Of(path).Kind;
        if (kind == FileKind.Folder) return null;
        if (kind == FileKind.Missing) return Missing(path);
        if (kind == FileKind.Device || path.StartsWith("/dev/video", StringComparison.Ordinal)) return Camera(path);
        string ending = Path.GetExtension(path).ToLowerInvariant();
        if (s_archives.Contains(ending)) return $"'{path}' is an archive; unpack it, and give the folder of frames that was in it.";
        if (ending != ".gif" && (PictureFile.Extensions.Contains(ending) || PictureFile.OtherExtensions.Contains(ending)))
            return $"'{path}' is one picture, but a clip is a video or a folder of frames; give its folder, '{Path.GetDirectoryName(Path.GetFullPath(path))}'.";
        return $"'{path}' is a file, but a folder of frames is wanted; make one with: "
            + $"mkdir frames && ffmpeg -i \"{path}\" -start_number 0 frames/%05d.png";
    }

    /// <summary>Says what a folder without frames holds.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="others">The files in it.</param>
    public static string Without(string path, IReadOnlyList<LeftOut> others)
    {
        string? clip = Directory.EnumerateDirectories(path).Order(NaturalOrder.Comparer)
            .FirstOrDefault(folder => !Path.GetFileName(folder).StartsWith('.') && FolderFiles.Of(folder, [.. PictureFile.Extensions]).Any());
        if (clip is not null) return $"The folder '{path}' holds no frames, but folders of frames, such as '{clip}'; give one of these, one clip at a time.";
        if (others.FirstOrDefault(file => PictureFile.OtherExtensions.Contains(Path.GetExtension(file.Path).ToLowerInvariant())) is LeftOut picture)
            return $"The folder '{path}' holds no frames that can be read, but pictures of another kind, such as '{picture.Path}'; "
                + "convert them to PNG or JPEG.";
        return $"The folder '{path}' holds no frames; put the clip's .jpg or .png files there.";
    }

    private static string Missing(string path)
    {
        if (Address().IsMatch(path))
            return $"'{path}' is an address of a kind that is not read; download the video, and give its file";
        if (path.All(char.IsAsciiDigit) || path.StartsWith("/dev/", StringComparison.Ordinal)) return Camera(path);
        if (path.Contains('*') || path.Contains('%') || path.Contains('?'))
            return $"'{path}' is a pattern, but a clip is a video or a folder; give the folder "
                + $"alone{(Path.GetDirectoryName(path) is { Length: > 0 } folder ? $", '{folder}'" : "")}.";
        return $"There is no folder or video '{path}'; check the name.";
    }

    private static string Camera(string path) =>
        $"'{path}' is a camera or another device, which is not read; send its video to the standard input and give '-' for the clip, such as with: "
        + "ffmpeg -f v4l2 -i /dev/video0 -t 10 -f yuv4mpegpipe - | livos segment - ...";

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]+:/")]
    private static partial Regex Address();
}
