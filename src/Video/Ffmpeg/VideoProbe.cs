using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiVOS.Media;

namespace LiVOS.Video.Ffmpeg;

/// <summary>What <c>ffprobe</c> tells about a video.</summary>
internal static class VideoProbe
{
    private const string Entries =
        "stream=codec_type,codec_name,width,height,avg_frame_rate,nb_frames,pix_fmt,color_space,color_transfer,color_primaries,color_range,field_order"
        + ":stream_disposition=attached_pic";

    /// <summary>Asks.</summary>
    /// <param name="source">The video: no pipe, which would be used up.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="MediaException">It is no video.</exception>
    public static async Task<VideoDetails> AskAsync(VideoSource source, CancellationToken cancellation)
    {
        await using FfmpegProcess ffprobe = FfmpegProcess.Start(
            FfmpegPrograms.Ffprobe, ["-v", "error", .. source.Arguments, "-show_entries", Entries, "-of", "json"]);
        using CancellationTokenRegistration stopping = cancellation.Register(ffprobe.Kill);
        ProbeResult? found = null;
        try
        {
            found = await JsonSerializer.DeserializeAsync(ffprobe.Output, ProbeJson.Default.ProbeResult, CancellationToken.None);
        }
        catch (JsonException)
        {
            // It has been ended, or its complaint says why there is nothing.
        }
        int code = await ffprobe.WaitAsync();
        cancellation.ThrowIfCancellationRequested();
        if (code != 0 || found is null)
            throw new MediaException($"{Capital(source.Name)} is no video that FFmpeg can read ({Reason(ffprobe)}); check the file.");
        if (found.Streams.FirstOrDefault(stream => stream is { CodecType: "video", Disposition.AttachedPic: 0 }) is not ProbeStream video)
            throw new MediaException($"{Capital(source.Name)} has no pictures{(found.Streams.Count > 0 ? ", only sound or text" : "")}; give a video.");
        return new VideoDetails
        {
            Rate = FrameRate.Parse(video.AvgFrameRate),
            HeaderFrames = int.TryParse(video.NbFrames, NumberStyles.None, CultureInfo.InvariantCulture, out int frames) ? frames : null,
            IsInterlaced = video.FieldOrder is "tt" or "bb" or "tb" or "bt",
            SoundCodec = found.Streams.FirstOrDefault(stream => stream.CodecType == "audio")?.CodecName,
            ColorSpace = video.ColorSpace,
            ColorTransfer = video.ColorTransfer,
            ColorPrimaries = video.ColorPrimaries,
            ColorRange = video.ColorRange,
        };
    }

    /// <summary>The first complaint of a program, as a part of a sentence: others follow from it.</summary>
    public static string Reason(FfmpegProcess program)
    {
        if (program.Errors is not [string first, ..]) return "it does not say why";
        int part = first.StartsWith('[') ? first.IndexOf("] ", StringComparison.Ordinal) : -1, name = first.LastIndexOf(": ", StringComparison.Ordinal);
        return first[(Math.Max(part, name) is > 0 and int start ? start + 2 : 0)..].Trim().TrimEnd('.');
    }

    /// <summary>A name at the beginning of a sentence.</summary>
    public static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}

/// <summary>What is known of a video before it is decoded.</summary>
internal sealed record VideoDetails
{
    /// <summary>Frames per second on average; null where it is not known.</summary>
    public FrameRate? Rate { get; init; }

    /// <summary>How many frames the file says it has; null where it says nothing.</summary>
    public int? HeaderFrames { get; init; }

    /// <summary>Whether frames are two fields.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>The codec of the first sound track; null where there is none.</summary>
    public string? SoundCodec { get; init; }

    /// <summary>The colours' matrix, in FFmpeg's words, as are the next three.</summary>
    public string? ColorSpace { get; init; }

    /// <summary>Their transfer function.</summary>
    public string? ColorTransfer { get; init; }

    /// <summary>Their primaries.</summary>
    public string? ColorPrimaries { get; init; }

    /// <summary>Their range.</summary>
    public string? ColorRange { get; init; }
}

/// <summary>The answer of <c>ffprobe</c>.</summary>
internal sealed record ProbeResult
{
    public IReadOnlyList<ProbeStream> Streams { get; init; } = [];
}

/// <summary>A stream in it.</summary>
internal sealed record ProbeStream
{
    public string? CodecType { get; init; }

    public string? CodecName { get; init; }

    public string? AvgFrameRate { get; init; }

    public string? NbFrames { get; init; }

    public string? FieldOrder { get; init; }

    public string? ColorSpace { get; init; }

    public string? ColorTransfer { get; init; }

    public string? ColorPrimaries { get; init; }

    public string? ColorRange { get; init; }

    public ProbeDisposition Disposition { get; init; } = new();
}

/// <summary>What a stream is for.</summary>
internal sealed record ProbeDisposition
{
    public int AttachedPic { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProbeResult))]
internal sealed partial class ProbeJson : JsonSerializerContext;
