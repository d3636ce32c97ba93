using System.Globalization;
using LiVOS.Media;

namespace LiVOS.Video.Ffmpeg;

/// <summary>Decodes frames of a video in order, at the speed at which they are taken.</summary>
internal sealed class VideoDecoder : IAsyncDisposable
{
    private readonly FfmpegProcess _ffmpeg;
    private readonly PpmReader _reader;
    private readonly Task _feeding;
    private readonly CancellationTokenSource _stopFeeding = new();

    private VideoDecoder(FfmpegProcess ffmpeg, string name, Stream? input)
    {
        (_ffmpeg, _reader) = (ffmpeg, new PpmReader(ffmpeg.Output, name));
        _feeding = input is null ? Task.CompletedTask : Task.Run(() => FeedAsync(input));
    }

    /// <summary>Starts decoding.</summary>
    /// <param name="source">The video.</param>
    /// <param name="details">What is known of it.</param>
    /// <param name="first">The first frame of the video that is wanted.</param>
    /// <param name="every">The distance to the next.</param>
    /// <param name="count">How many are wanted; <see cref="int.MaxValue"/> for all.</param>
    /// <param name="input">The stream that is the video; null where the source is none.</param>
    public static VideoDecoder Start(VideoSource source, VideoDetails details, int first, int every, int count, Stream? input = null)
    {
        List<string> filters = details.IsInterlaced ? ["yadif=deint=interlaced"] : [];
        if (first > 0 || every > 1) filters.Add(string.Create(CultureInfo.InvariantCulture, $"select='gte(n,{first})*not(mod(n-{first},{every}))'"));
        string[] arguments =
        [
            "-v", "error", "-nostdin", .. source.Arguments, "-map", "0:V:0", .. FfmpegVersion.PassThrough,
            .. filters.Count > 0 ? ["-vf", string.Join(',', filters)] : Array.Empty<string>(),
            .. count < int.MaxValue ? ["-frames:v", count.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            "-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "-",
        ];
        return new VideoDecoder(FfmpegProcess.Start(FfmpegPrograms.Ffmpeg, arguments, withInput: input is not null), source.Name, input);
    }

    /// <summary>The next frame; null at the end.</summary>
    /// <exception cref="MediaException">It cannot be taken.</exception>
    public async ValueTask<Picture?> ReadAsync(SparePictures spare, CancellationToken cancellation)
    {
        using CancellationTokenRegistration stopping = cancellation.Register(_ffmpeg.Kill);
        Picture? picture = await _reader.ReadAsync(spare, CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return picture;
    }

    /// <summary>Waits for the decoder's end.</summary>
    /// <returns>Its complaint; null where it has none.</returns>
    /// <exception cref="OperationCanceledException">A signal stopped it: Ctrl-C reaches all programs of a terminal.</exception>
    public async Task<string?> EndAsync()
    {
        int code = await _ffmpeg.WaitAsync();
        if (FfmpegProcess.IsSignal(code) && _ffmpeg.Errors.Count == 0) throw new OperationCanceledException("The decoder was stopped.");
        return code != 0 || _ffmpeg.Errors.Count > 0 ? VideoProbe.Reason(_ffmpeg) : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stopFeeding.Cancel();
        await _ffmpeg.DisposeAsync();
        await _feeding;
        _stopFeeding.Dispose();
    }

    private async Task FeedAsync(Stream input)
    {
        try
        {
            await input.CopyToAsync(_ffmpeg.Input, _stopFeeding.Token);
            _ffmpeg.Input.Close();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It has ended, or the stream has: the frames show where.
            _ffmpeg.Kill();
        }
    }
}
