using System.Diagnostics.CodeAnalysis;
using LiVOS.Files;
using LiVOS.Media;

namespace LiVOS.Video.Ffmpeg;

/// <summary>The programs that read and write videos: found in the folders of PATH, and never in the current folder.</summary>
internal static class FfmpegPrograms
{
    /// <summary>The program that reads and writes.</summary>
    /// <exception cref="MediaException">It is not installed.</exception>
    public static string Ffmpeg => Find("ffmpeg");

    /// <summary>The program that tells what is in a file.</summary>
    /// <exception cref="MediaException">It is not installed.</exception>
    public static string Ffprobe => Find("ffprobe");

    /// <summary>Whether both are installed.</summary>
    public static bool AreInstalled => TryFind("ffmpeg", out _) && TryFind("ffprobe", out _);

    private static string Find(string name) => TryFind(name, out string? path)
        ? path
        : throw new MediaException($"The program {name}, which reads and writes videos, is in no folder of PATH; install FFmpeg "
            + "(apt-get install ffmpeg, brew install ffmpeg or winget install ffmpeg), or give a folder of frames.");

    private static bool TryFind(string name, [NotNullWhen(true)] out string? path)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(candidate => FileStatus.Of(candidate).Kind == FileKind.Regular);
        return path is not null;
    }
}
