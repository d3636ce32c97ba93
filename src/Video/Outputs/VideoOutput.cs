using System.Globalization;
using LiVOS.Media;
using LiVOS.Video.Ffmpeg;

namespace LiVOS.Video;

/// <summary>A video of the frames with their masks, which FFmpeg encodes: <c>.mp4</c>, <c>.mov</c>, <c>.mkv</c> or <c>.webm</c>.</summary>
/// <remarks>The file appears when it is completed. Frames take as long as the encoder needs, so that memory stays constant. Where frames were dropped,
/// the picture before them stands still.</remarks>
public sealed class VideoOutput : IFrameOutput
{
    private readonly string _path;
    private readonly bool _withAlpha;
    private readonly VideoCodec _codec;
    private readonly VideoOutputOptions _options;
    private readonly MaskPainter _painter;
    private PendingFile? _file;
    private FfmpegProcess? _ffmpeg;
    private int _next; // the frame that follows the last one written
    private byte[] _last = []; // its pixels

    /// <summary>Prepares to write a video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="style">How frame and mask become one picture.</param>
    /// <param name="options">Rate, colours and sound.</param>
    /// <exception cref="MediaException">No video of this ending or style is written, or FFmpeg or its encoder is not installed.</exception>
    public VideoOutput(string path, PictureStyle style, VideoOutputOptions options)
    {
        _codec = VideoCodec.Of(path);
        (_path, _options, _withAlpha) = (path, options, style == PictureStyle.Alpha);
        _painter = new MaskPainter(style, options.Ground ?? MaskPainter.Green);
        if (_withAlpha && _codec.AlphaFormat is null)
            throw new MediaException($"'{path}' can hold no alpha; give a name that ends in .mov, .mkv or .webm.");
        RequireEncoder();
    }

    /// <inheritdoc/>
    public bool WantsPictures => _painter.WantsPictures;

    /// <summary>Whether a name is that of a video that can be written.</summary>
    public static bool IsVideo(string path) => VideoCodec.Endings.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <inheritdoc/>
    public async ValueTask WriteAsync(SegmentedFrame frame)
    {
        if (_ffmpeg is null) (_ffmpeg, _next) = (Start(frame.Mask.Width, frame.Mask.Height), frame.Number);
        try
        {
            for (; _next < frame.Number; _next++) await _ffmpeg.Input.WriteAsync(_last);
            _last = _painter.Paint(frame);
            await _ffmpeg.Input.WriteAsync(_last);
            _next = frame.Number + 1;
        }
        catch (IOException error)
        {
            throw await FailureAsync(error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync()
    {
        if (_ffmpeg is null) return;
        try
        {
            _ffmpeg.Input.Close();
        }
        catch (IOException error)
        {
            throw await FailureAsync(error);
        }
        if (await _ffmpeg.WaitAsync() is not 0 || _ffmpeg.Errors.Any(IsOfWriting)) throw await FailureAsync(null);
        _file!.Keep();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ffmpeg is not null) await _ffmpeg.DisposeAsync();
        _file?.Dispose();
    }

    private FfmpegProcess Start(int width, int height)
    {
        _file = PendingFile.Begin(_path);
        _file.LetOthersWrite();
        string pixels = _painter.Channels switch
        {
            1 => "gray",
            3 => "rgb24",
            _ => "rgba",
        };
        string[] arguments =
        [
            "-v", "error", "-y", "-probesize", "32", "-analyzeduration", "0", "-f", "rawvideo", "-pix_fmt", pixels,
            "-s", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"), "-framerate", _options.Rate.ToString(), "-i", "pipe:0", .. SoundInput(),
            "-map", "0:v", .. Filters(width, height), .. _codec.Arguments(_withAlpha), .. ColorTags(), .. Sound(),
            "-f", _codec.Container, "file:" + _file.TemporaryPath,
        ];
        return FfmpegProcess.Start(FfmpegPrograms.Ffmpeg, arguments, withInput: true);
    }

    private IEnumerable<string> SoundInput() => _options.SoundOf is { HasSound: true } clip ? clip.SoundArguments : [];

    private IEnumerable<string> Sound() => _options.SoundOf is { HasSound: true, Details.SoundCodec: string sound }
        ? ["-map", "1:a:0?", "-c:a", _codec.Sounds.Contains(sound) ? "copy" : _codec.SoundEncoder]
        : [];

    /// <summary>Colours go back by the matrix by which they came.</summary>
    private IEnumerable<string> Filters(int width, int height)
    {
        List<string> filters = [];
        if (_codec.NeedsEvenSides(_withAlpha) && (width % 2 != 0 || height % 2 != 0)) filters.Add("pad=ceil(iw/2)*2:ceil(ih/2)*2");
        if (!_codec.IsRgb && MatrixOf(_options.Colors?.ColorSpace) is string matrix)
            filters.Add($"scale=out_color_matrix={matrix}");
        return filters.Count > 0 ? ["-vf", string.Join(',', filters)] : [];
    }

    private IEnumerable<string> ColorTags()
    {
        if (_codec.IsRgb || _options.Colors is not { } colors || MatrixOf(colors.ColorSpace) is null) return [];
        return
        [
            "-colorspace", colors.ColorSpace!,
            .. colors.ColorPrimaries is string primaries ? ["-color_primaries", primaries] : Array.Empty<string>(),
            .. colors.ColorTransfer is string transfer ? ["-color_trc", transfer] : Array.Empty<string>(),
        ];
    }

    private static string? MatrixOf(string? colorSpace) => colorSpace switch
    {
        "bt709" or "smpte170m" or "smpte240m" or "fcc" => colorSpace,
        "bt470bg" => "bt470",
        "bt2020nc" => "bt2020",
        _ => null,
    };

    /// <summary>Whether a complaint is that the file is not whole: some versions of FFmpeg end with 0 all the same.</summary>
    private static bool IsOfWriting(string complaint) =>
        complaint.Contains("No space left", StringComparison.Ordinal) || complaint.Contains("Error writing", StringComparison.Ordinal)
        || complaint.Contains("Error closing", StringComparison.Ordinal);

    /// <summary>Encodes one picture for nobody.</summary>
    private void RequireEncoder()
    {
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", "color=s=64x64", "-frames:v", "1", .. _codec.Arguments(_withAlpha), "-f", "null", "-",
        ];
        FfmpegProcess ffmpeg = FfmpegProcess.Start(FfmpegPrograms.Ffmpeg, arguments);
        int code = ffmpeg.WaitAsync().GetAwaiter().GetResult();
        if (code != 0)
            throw new MediaException($"'{_path}' cannot be encoded by this FFmpeg ({VideoProbe.Reason(ffmpeg)}); install one that has the encoder "
                + $"{_codec.Encoder}, or give a name with another ending: {string.Join(", ", VideoCodec.Endings)}.");
    }

    /// <summary>Waits for the encoder's end, and says why it came too early.</summary>
    private async Task<Exception> FailureAsync(Exception? error)
    {
        int code = await _ffmpeg!.WaitAsync();
        if (FfmpegProcess.IsSignal(code) && _ffmpeg.Errors.Count == 0)
        {
            _file!.Keep(); // Ctrl-C reaches all programs of a terminal; FFmpeg then makes the file whole
            return new OperationCanceledException("The encoder was stopped.", error);
        }
        return _ffmpeg.Errors.Any(line => line.Contains("No space left", StringComparison.Ordinal))
            ? PendingFile.FullDisk(_path, error)
            : new MediaException($"'{_path}' cannot be encoded ({VideoProbe.Reason(_ffmpeg)}); check the disk, or give another name.", error);
    }
}

/// <summary>What a video of results has of its clip.</summary>
/// <param name="Rate">Frames per second.</param>
public sealed record VideoOutputOptions(FrameRate Rate)
{
    /// <summary>The colour behind the objects of <see cref="PictureStyle.Greenscreen"/>; null for green.</summary>
    public (byte R, byte G, byte B)? Ground { get; init; }

    /// <summary>The clip whose colour tags are carried over.</summary>
    public VideoFile? ColorsOf { get; init; }

    /// <summary>The clip whose sound is carried over.</summary>
    public VideoFile? SoundOf { get; init; }

    internal VideoDetails? Colors => ColorsOf?.Details;
}
