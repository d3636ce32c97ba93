using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using LiVOS.Media;

namespace LiVOS.Video.Ffmpeg;

/// <summary>Cameras, by the system's own way to them: Video4Linux, DirectShow or AVFoundation.</summary>
internal static partial class Camera
{
    private const string Prefix = "camera";
    private const string Rate = "30", Size = "1280x720";

    /// <summary>Whether a name is that of a camera: <c>camera</c>, <c>camera:1</c>, or on Windows <c>camera:NAME</c>.</summary>
    public static bool IsCamera(string name) => name == Prefix || name.StartsWith(Prefix + ":", StringComparison.Ordinal);

    /// <summary>The arguments by which FFmpeg reads a camera.</summary>
    /// <param name="name">Its name, for which <see cref="IsCamera"/> holds.</param>
    /// <exception cref="MediaException">There is no such camera.</exception>
    public static IReadOnlyList<string> Arguments(string name)
    {
        string which = name == Prefix ? "0" : name[(Prefix.Length + 1)..];
        int? index = int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        if (OperatingSystem.IsLinux()) return VideoForLinux(name, index, "/dev");
        if (OperatingSystem.IsWindows()) return DirectShow(name, which, index, DirectShowNames());
        if (OperatingSystem.IsMacOS() && index is not null)
            return ["-f", "avfoundation", "-framerate", Rate, "-i", index.Value.ToString(CultureInfo.InvariantCulture)];
        throw new MediaException($"There is no '{name}'; cameras are camera:0, camera:1 and so on.");
    }

    /// <summary>A camera of Linux, whose devices are files.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="index">Its number; null where the name has none.</param>
    /// <param name="devices">The folder of the devices.</param>
    public static IReadOnlyList<string> VideoForLinux(string name, int? index, string devices)
    {
        string path = Path.Combine(devices, $"video{index}");
        if (index is not null && File.Exists(path)) return ["-f", "v4l2", "-framerate", Rate, "-video_size", Size, "-i", path];
        string[] found = [.. from device in Directory.GetFiles(devices, "video*").Order(StringComparer.Ordinal)
                             let digits = Path.GetFileName(device)["video".Length..]
                             where digits.Length > 0 && digits.All(char.IsAsciiDigit)
                             select $"{Prefix}:{digits}"];
        throw Missing(name, found);
    }

    /// <summary>A camera of Windows, whose devices have names.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="which">A number, or the device's own name.</param>
    /// <param name="index">The number.</param>
    /// <param name="names">The names of all.</param>
    public static IReadOnlyList<string> DirectShow(string name, string which, int? index, IReadOnlyList<string> names)
    {
        string? found = names.FirstOrDefault(known => known == which) ?? (index is int number && number < names.Count ? names[number] : null);
        return found is null ? throw Missing(name, [.. names.Select(known => $"{Prefix}:{known}")]) : ["-f", "dshow", "-i", $"video={found}"];
    }

    /// <summary>The cameras in FFmpeg's listing of devices.</summary>
    /// <param name="lines">What <c>ffmpeg -list_devices true -f dshow -i dummy</c> says.</param>
    public static IReadOnlyList<string> NamesIn(IEnumerable<string> lines) =>
        [.. from line in lines let listed = ListedCamera().Match(line) where listed.Success select listed.Groups[1].Value];

    [SupportedOSPlatform("windows")]
    private static IReadOnlyList<string> DirectShowNames()
    {
        FfmpegProcess ffmpeg = FfmpegProcess.Start(FfmpegPrograms.Ffmpeg, ["-hide_banner", "-nostdin", "-list_devices", "true", "-f", "dshow", "-i", "dummy"]);
        ffmpeg.WaitAsync().GetAwaiter().GetResult();
        return NamesIn(ffmpeg.Errors);
    }

    private static MediaException Missing(string name, IReadOnlyList<string> found) => new($"There is no camera '{name}'; "
        + (found.Count == 0 ? "this machine has none that FFmpeg could read." : $"this machine has {string.Join(", ", found)}."));

    [GeneratedRegex("\"(.+)\" \\(video\\)")]
    private static partial Regex ListedCamera();
}
