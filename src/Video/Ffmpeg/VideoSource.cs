using System.Text.RegularExpressions;
using LiVOS.Files;
using LiVOS.Media;

namespace LiVOS.Video.Ffmpeg;

/// <summary>Where a video comes from, as FFmpeg is told.</summary>
/// <param name="Name">The name in messages.</param>
/// <param name="Arguments">The arguments that name the input.</param>
/// <param name="CanRewind">Whether it can be read more than once.</param>
internal sealed partial record VideoSource(string Name, IReadOnlyList<string> Arguments, bool CanRewind)
{
    /// <summary>The name that stands for the standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Protocols that a file may lead to: files that belong to it, and no address.</summary>
    private const string FileProtocols = "file,crypto,data";

    /// <summary>Protocols that an address may lead to: other addresses, and no file.</summary>
    private const string NetworkProtocols = "http,https,httpproxy,tcp,tls,crypto,data,hls,rtsp,rtp,srtp,udp,rtmp,rtmps,srt";

    /// <summary>What FFmpeg does so that a live source is not late: it decodes no frames side by side, of which the first would wait for the others.</summary>
    private static readonly string[] s_atOnce = ["-thread_type", "slice"];

    /// <summary>Whether frames come when they are taken, not when they are asked for: a camera, or a stream that does not wait.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether it comes through FFmpeg's standard input.</summary>
    public bool IsPipe => Arguments is ["-i", "pipe:0"];

    /// <summary>Whether a name is that of a video on another machine.</summary>
    public static bool IsAddress(string name) => Address().IsMatch(name);

    /// <summary>The source of a name.</summary>
    /// <param name="name">A file, an address, a camera, or <c>-</c> for the standard input.</param>
    /// <exception cref="MediaException">There is nothing of that name, or it is no file.</exception>
    public static VideoSource Of(string name)
    {
        if (name == StandardInput) return new VideoSource("the standard input", ["-i", "pipe:0"], CanRewind: false);
        if (IsAddress(name))
        {
            string[] transport = name.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase) ? ["-rtsp_transport", "tcp"] : [];
            bool isLive = !name.StartsWith("http", StringComparison.OrdinalIgnoreCase);
            string[] arguments = ["-protocol_whitelist", NetworkProtocols, .. transport, .. isLive ? s_atOnce : [], "-i", name];
            return new VideoSource($"'{name}'", arguments, CanRewind: false) { IsLive = isLive };
        }
        if (Camera.IsCamera(name) && FileStatus.Of(name).Kind == FileKind.Missing)
            return new VideoSource($"'{name}'", [.. s_atOnce, .. Camera.Arguments(name)], CanRewind: false) { IsLive = true };
        FileKind kind = FileStatus.Of(name).Kind;
        if (kind == FileKind.Missing) throw new MediaException($"There is no file '{name}'; check the name.");
        if (kind != FileKind.Regular) throw new MediaException($"'{name}' is no regular file; give '-' and the video on the standard input.");
        return new VideoSource($"'{name}'", ["-protocol_whitelist", FileProtocols, "-i", "file:" + name], CanRewind: true);
    }

    /// <summary>A stream that the program has, which is sent to FFmpeg's standard input.</summary>
    public static VideoSource OfStream() => new("the stream", ["-i", "pipe:0"], CanRewind: false);

    [GeneratedRegex("^(https?|rtsps?|rtmps?|srt|udp|rtp)://", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
