using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LiVOS.Video.Ffmpeg;

/// <summary>The installed version, where options differ.</summary>
internal static partial class FfmpegVersion
{
    private static readonly Lazy<Version?> s_installed = new(Ask);

    /// <summary>The options by which every frame is given once, whatever its time.</summary>
    public static IReadOnlyList<string> PassThrough => s_installed.Value < new Version(5, 1) ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"];

    /// <summary>Versions built between releases have no number; they are new.</summary>
    private static Version? Ask()
    {
        FfmpegProcess ffmpeg = FfmpegProcess.Start(FfmpegPrograms.Ffmpeg, ["-version"]);
        using var output = new StreamReader(ffmpeg.Output, Encoding.UTF8);
        Match found = Number().Match(output.ReadLine() ?? "");
        ffmpeg.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return found.Success
            ? new Version(int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture))
            : new Version(int.MaxValue, 0);
    }

    [GeneratedRegex(@"^ffmpeg version n?(\d{1,3})\.(\d{1,3})")]
    private static partial Regex Number();
}
