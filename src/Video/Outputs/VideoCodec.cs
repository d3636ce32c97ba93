using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>How a kind of video file holds its pictures.</summary>
/// <param name="Container">The file's kind, in FFmpeg's words.</param>
/// <param name="Encoder">The encoder.</param>
/// <param name="PixelFormat">The pixels of pictures without alpha.</param>
/// <param name="AlphaFormat">The pixels of pictures with alpha; null where it holds none.</param>
/// <param name="Options">Further options of the encoder.</param>
/// <param name="Sounds">The kinds of sound that it takes as they are.</param>
/// <param name="SoundEncoder">The encoder of all others.</param>
internal sealed record VideoCodec(
    string Container, string Encoder, string PixelFormat, string? AlphaFormat, IReadOnlyList<string> Options, IReadOnlyList<string> Sounds, string SoundEncoder)
{
    private static readonly Dictionary<string, VideoCodec> s_ofEnding = new()
    {
        [".mp4"] = new("mp4", "libx264", "yuv420p", null, ["-crf", "14"], ["aac", "mp3", "ac3", "eac3", "alac", "opus"], "aac"),
        [".mov"] = new("mov", "prores_ks", "yuv422p10le", "yuva444p10le", [], ["aac", "mp3", "ac3", "alac", "pcm_s16le", "pcm_s24le"], "aac"),
        [".mkv"] = new("matroska", "ffv1", "bgr0", "bgra", ["-level", "3"], [], "copy"),
        [".webm"] = new("webm", "libvpx-vp9", "yuv420p", "yuva420p", ["-b:v", "0", "-crf", "24", "-row-mt", "1"], ["opus", "vorbis"], "libopus"),
    };

    /// <summary>The endings of the names of video files that can be written.</summary>
    public static IReadOnlyCollection<string> Endings => s_ofEnding.Keys;

    /// <summary>Whether pictures keep their colours as red, green and blue.</summary>
    public bool IsRgb => PixelFormat.StartsWith("bgr", StringComparison.Ordinal);

    /// <summary>Pictures of these formats have half the colours along and across, so that sides are even.</summary>
    public bool NeedsEvenSides(bool withAlpha) => !withAlpha && PixelFormat is "yuv420p" or "yuv422p10le";

    /// <summary>The codec of a file by the ending of its name.</summary>
    /// <exception cref="MediaException">No video of that ending is written.</exception>
    public static VideoCodec Of(string path) => s_ofEnding.TryGetValue(Path.GetExtension(path).ToLowerInvariant(), out VideoCodec? codec)
        ? codec
        : throw new MediaException($"'{path}' has the ending of no video that is written; give a name that ends in {string.Join(", ", Endings)}.");

    /// <summary>The arguments for pictures.</summary>
    public IEnumerable<string> Arguments(bool withAlpha) =>
    [
        "-c:v", Encoder, .. Encoder == "prores_ks" ? ["-profile:v", withAlpha ? "4" : "3"] : Array.Empty<string>(), .. Options,
        "-pix_fmt", withAlpha ? AlphaFormat! : PixelFormat,
    ];
}
