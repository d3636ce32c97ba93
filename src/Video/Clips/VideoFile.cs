using System.Runtime.CompilerServices;
using LiVOS.Media;
using LiVOS.Media.Surveys;
using LiVOS.Video.Ffmpeg;

namespace LiVOS.Video;

/// <summary>A video file, address, camera or stream, which FFmpeg decodes frame by frame: upright, each frame once, whatever its time.</summary>
public sealed class VideoFile : VideoClip
{
    private readonly VideoSource _source;
    private readonly FrameSelection _selection;
    private readonly FrameTimes? _times;
    private readonly int _expected; // frames that a file should have
    private readonly List<string> _warnings = [];
    private (VideoDecoder Decoder, Picture First)? _started; // of a video that can be read only once

    private VideoFile(VideoSource source, VideoDetails details, FrameTimes? times, FrameSelection selection, Picture first)
    {
        (_source, Details, _times, _selection) = (source, details, times, selection);
        Frames = new NumberedFrames(first.Width, first.Height, times?.Count ?? int.MaxValue, selection);
        if (times is not null && details.HeaderFrames > times.Count + times.Hidden)
            _warnings.Add($"{source.Name} is cut short: it has {times.Count} of the {details.HeaderFrames} frames that it should have.");
        _expected = times is null ? 0 : selection.CountOf(Math.Max(times.Count, (details.HeaderFrames ?? 0) - times.Hidden));
    }

    /// <inheritdoc/>
    public override IFrameList Frames { get; }

    /// <inheritdoc/>
    public override bool CanRewind => _source.CanRewind;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Frames per second on average, of the frames that are taken; null where it is not known.</summary>
    public FrameRate? Rate => Details.Rate is FrameRate rate && (long)rate.Denominator * _selection.Every is <= int.MaxValue and long seconds
        ? rate with { Denominator = (int)seconds }
        : null;

    /// <inheritdoc/>
    public override bool IsLive => _source.IsLive;

    /// <summary>Whether there is a sound track that can be carried over.</summary>
    internal bool HasSound => CanRewind && Details.SoundCodec is not null;

    /// <summary>The arguments by which FFmpeg reads the sound.</summary>
    internal IReadOnlyList<string> SoundArguments => _source.Arguments;

    /// <summary>What is known of the video.</summary>
    internal VideoDetails Details { get; }

    /// <summary>Whether the programs that read videos are installed.</summary>
    public static bool IsSupported => FfmpegPrograms.AreInstalled;

    /// <summary>Whether a name is that of a video that can be read only once: an address, a camera, or <c>-</c> for the standard input.</summary>
    public static bool IsStream(string name) =>
        name == VideoSource.StandardInput || VideoSource.IsAddress(name) || Camera.IsCamera(name) && !Path.Exists(name);

    /// <summary>Whether a name may be that of a video: such a stream, or a file that is neither a picture nor an archive.</summary>
    public static bool IsVideo(string name) => IsStream(name) || NoClip.MayBeVideo(name);

    /// <summary>Opens a video, lists the frames of a file, and decodes the first one, so that it is known to be one.</summary>
    /// <param name="name">A file, an address (http, https, rtsp), a camera (<c>camera:0</c>), or <c>-</c> for the standard input.</param>
    /// <param name="selection">The frames that are taken; null for all.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="MediaException">FFmpeg is not installed, or it is no video.</exception>
    public static Task<VideoFile> OpenAsync(string name, FrameSelection? selection = null, CancellationToken cancellation = default) =>
        OpenAsync(VideoSource.Of(name), null, selection ?? FrameSelection.All, cancellation);

    /// <summary>Opens a video that the program has as a stream. It can be read once, forward.</summary>
    /// <param name="stream">The bytes of a video file, which is read as frames are wanted. The caller disposes of it.</param>
    /// <param name="selection">The frames that are taken; null for all.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="MediaException">FFmpeg is not installed, or it is no video.</exception>
    public static Task<VideoFile> OpenAsync(Stream stream, FrameSelection? selection = null, CancellationToken cancellation = default) =>
        OpenAsync(VideoSource.OfStream(), stream, selection ?? FrameSelection.All, cancellation);

    /// <inheritdoc/>
    public override double? TimeOf(int index)
    {
        int source = _selection.SourceOf(index);
        return _times is { Seconds.Length: > 0 } times && source < times.Count ? Math.Round(times.Seconds[source], 4)
            : _times is null && Details.Rate is FrameRate rate ? source / rate.PerSecond
            : null;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_started is { } started) await started.Decoder.DisposeAsync();
        _started = null;
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    internal override async IAsyncEnumerable<Picture> ReadAsync(
        int first, int end, SparePictures spare, [EnumeratorCancellation] CancellationToken cancellation)
    {
        end = Math.Min(end, Frames.Count);
        int frame = first;
        await using VideoDecoder decoder = Begin(ref frame, end, out Picture? begun);
        if (begun is not null && frame++ >= first) yield return begun;
        for (; frame < end; frame++)
        {
            if (await decoder.ReadAsync(spare, cancellation) is not Picture picture) break;
            RequireSize(picture);
            if (frame < first) spare.Return(picture);
            else yield return picture;
        }
        if (frame < end || end == Frames.Count) await EndAsync(decoder, frame);
    }

    private static async Task<VideoFile> OpenAsync(VideoSource source, Stream? stream, FrameSelection selection, CancellationToken cancellation)
    {
        VideoDetails details = source.IsPipe ? new VideoDetails() : await VideoProbe.AskAsync(source, cancellation);
        FrameTimes? times = source.CanRewind ? await FrameTimes.ListAsync(source, cancellation) : null;
        int count = source.CanRewind ? 1 : selection.CountOf(int.MaxValue);
        if (times is not null && selection.CountOf(times.Count) == 0)
            throw new MediaException(times.Count == 0
                ? $"{VideoProbe.Capital(source.Name)} has no frames{(times.Complaint is string why ? $" ({why})" : "")}; check the file."
                : $"{VideoProbe.Capital(source.Name)} has {times.Count} frames, numbered from 0, and --start {selection.Start} leaves none of them; "
                + "give a smaller one.");
        VideoDecoder decoder = VideoDecoder.Start(source, details, selection.Start, selection.Every, count, stream);
        VideoFile? opened = null;
        try
        {
            if (await decoder.ReadAsync(new SparePictures(), cancellation) is not Picture first)
            {
                string? why = await decoder.EndAsync();
                throw new MediaException($"{VideoProbe.Capital(source.Name)} cannot be decoded ({why ?? "it has no frames"}); " + (source.IsPipe
                    ? "check that it is a video that can be read in one go: Matroska, MPEG-TS or yuv4mpegpipe, but no MP4 whose index is at its end."
                    : "check that it is a video, or convert it to another codec."));
            }
            opened = new VideoFile(source, details, times, selection, first);
            if (!source.CanRewind) opened._started = (decoder, first);
            return opened;
        }
        finally
        {
            if (opened?._started is null) await decoder.DisposeAsync();
        }
    }

    /// <summary>Starts a decoder at the frame that is wanted, or takes the one that stands at the first.</summary>
    private VideoDecoder Begin(ref int frame, int end, out Picture? begun)
    {
        begun = null;
        if (CanRewind)
            return VideoDecoder.Start(_source, Details, _selection.SourceOf(frame), _selection.Every, end == int.MaxValue ? end : Math.Max(1, end - frame));
        if (_started is not { } started) throw new InvalidOperationException($"{VideoProbe.Capital(_source.Name)} can be read only once.");
        (_started, begun, frame) = (null, started.First, 0);
        return started.Decoder;
    }

    private void RequireSize(Picture picture)
    {
        if (picture.Width != Frames.Width || picture.Height != Frames.Height)
            throw new MediaException($"The pictures of {_source.Name} are not all {Frames.Width}x{Frames.Height}; convert it to one size first.");
    }

    /// <summary>Tells where a video is damaged or breaks off.</summary>
    /// <param name="decoder">Its decoder, at its end.</param>
    /// <param name="read">How many frames there were.</param>
    private async Task EndAsync(VideoDecoder decoder, int read)
    {
        string? complaint = await decoder.EndAsync();
        if (read < _expected && (complaint ?? _times?.Complaint ?? (_warnings.Count > 0 ? "it is cut short" : null)) is string why)
            throw new MediaException($"{VideoProbe.Capital(_source.Name)} breaks off after frame {_selection.SourceOf(read - 1)} ({why}); "
                + "all frames up to that one were taken.");
        if (complaint is not null) _warnings.Add($"{VideoProbe.Capital(_source.Name)} is damaged ({complaint}); frames may show it.");
    }
}
