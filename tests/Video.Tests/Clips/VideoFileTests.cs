using System.Globalization;
using LiVOS.Media;

namespace LiVOS.Video.Tests.Clips;

/// <summary>Videos of every kind, made by FFmpeg: the frames that come out are those that went in.</summary>
public sealed class VideoFileTests : IDisposable
{
    private const int Frames = 8;

    private readonly MovingSquare _square = new(Frames);

    public void Dispose() => _square.Dispose();

    /// <summary>Kinds of files: name, largest mean difference of a byte, arguments.</summary>
    public static IEnumerable<object?[]> Kinds { get; } =
    [
        ["h264.mp4", 6.0, "-c:v libx264 -crf 10 -pix_fmt yuv420p"],
        ["10bit.mkv", 4.0, "-c:v ffv1 -pix_fmt yuv420p10le"],
        .. LongTests.Only<object?[]>(
            ["lossless.mkv", 0.0, "-c:v ffv1 -pix_fmt bgr0"],
            ["transport.ts", 6.0, "-c:v mpeg2video -q:v 2 -pix_fmt yuv420p"],
            ["old.avi", 8.0, "-c:v mpeg4 -q:v 2"],
            ["picture.gif", 40.0, ""],
            ["stream.y4m", 6.0, "-pix_fmt yuv420p"]),
    ];

    /// <summary>Angles, counterclockwise.</summary>
    public static IEnumerable<object?[]> Angles { get; } = [[90], .. LongTests.Only<object?[]>([180], [270])];

    /// <summary>Parts of the frames: the first, the one after the last, the distance.</summary>
    public static IEnumerable<object?[]> Parts { get; } = [[1, 7, 3], .. LongTests.Only<object?[]>([2, 7, 1], [0, null, 5], [3, 4, 1], [5, 100, 2])];

    [SkippableTheory, MemberData(nameof(Kinds))]
    public async Task Every_frame_comes_once_and_is_the_one_that_went_in(string name, double mostDifference, string arguments)
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        await using VideoFile video = await VideoFile.OpenAsync(_square.Video(name, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        List<Picture> read = await video.AllAsync();

        Assert.Equal((_square.Width, _square.Height, Frames), (video.Frames.Width, video.Frames.Height, video.Frames.Count));
        Assert.Equal(Frames, read.Count);
        Assert.Empty(video.Warnings);
        for (int frame = 0; frame < Frames; frame++) Assert.InRange(read[frame].DifferenceFrom(_square.Picture(frame)), 0, mostDifference);
        for (int frame = 0; frame < Frames; frame++) Assert.Equal(frame / 25.0, video.TimeOf(frame)!.Value, 0.006);
    }

    [SkippableFact]
    public async Task Odd_sizes()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        using var odd = new MovingSquare(3, width: 65, height: 47);
        await using VideoFile video = await VideoFile.OpenAsync(odd.Video("odd.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0"));
        Assert.All((await video.AllAsync()).Zip(Enumerable.Range(0, 3)), read => Assert.Equal(odd.Picture(read.Second).Rgb, read.First.Rgb));
    }

    [SkippableTheory, MemberData(nameof(Angles))]
    public async Task Turned_videos_are_upright(int degrees)
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        string straight = _square.Video("straight.mp4", "-c:v", "libx264", "-crf", "4", "-pix_fmt", "yuv444p"), turned = _square["turned.mp4"];
        string angle = degrees.ToString(CultureInfo.InvariantCulture);
        if (!FfmpegRun.Try("-display_rotation:v:0", angle, "-i", straight, "-c", "copy", turned)) // since FFmpeg 6
            FfmpegRun.Do("-i", straight, "-c", "copy", "-metadata:s:v:0", $"rotate={degrees}", turned);

        await using VideoFile video = await VideoFile.OpenAsync(turned);

        Picture first = (await video.AllAsync())[0], expected = _square.Picture(0);
        Assert.Equal(degrees == 180 ? (64, 48) : (48, 64), (first.Width, first.Height));
        (int X, int Y)[] corners = [(0, 0), (63, 0), (63, 47), (0, 47)]; // clockwise; the file's are turned counterclockwise
        (int X, int Y)[] upright = [(0, 0), (first.Width - 1, 0), (first.Width - 1, first.Height - 1), (0, first.Height - 1)];
        for (int corner = 0; corner < 4; corner++)
            for (int c = 0; c < 3; c++)
                Assert.InRange(
                    At(first, upright[corner], c) - At(expected, corners[(corner + degrees / 90) % 4], c), -12, 12);

        static int At(Picture picture, (int X, int Y) at, int c) => picture.Rgb[(at.Y * picture.Width + at.X) * 3 + c];
    }

    [SkippableFact]
    public async Task A_variable_frame_rate_neither_doubles_nor_drops_frames()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        string file = _square.Video("variable.mkv", "-vf", "setpts='(N+4*floor(N/3))/25/TB'", "-vsync", "vfr", "-c:v", "ffv1", "-pix_fmt", "bgr0");

        await using VideoFile video = await VideoFile.OpenAsync(file);

        List<Picture> read = await video.AllAsync();
        Assert.Equal(Frames, read.Count);
        Assert.All(Enumerable.Range(0, Frames), frame => Assert.Equal(_square.Picture(frame).Rgb, read[frame].Rgb));
        Assert.All(Enumerable.Range(0, Frames), frame => Assert.Equal((frame + 4 * (frame / 3)) / 25.0, video.TimeOf(frame)!.Value, 0.006));
    }

    [SkippableFact]
    public async Task Interlaced_frames_are_counted_as_frames_and_freed_of_combs()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        string file = _square.Video("fields.mkv", "-vf", "tinterlace=interleave_top", "-flags", "+ilme+ildct", "-c:v", "mpeg2video", "-q:v", "2");

        await using VideoFile video = await VideoFile.OpenAsync(file);

        List<Picture> read = await video.AllAsync();
        Assert.Equal((Frames / 2, Frames / 2), (video.Frames.Count, read.Count));
        Assert.True(Combs(read[1]) < 0.5 * Combs(Woven(_square.Picture(2), _square.Picture(3))), $"{Combs(read[1])}");
    }

    [SkippableFact]
    public async Task Sound_alone_is_no_video()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        FfmpegRun.Do("-f", "lavfi", "-i", "sine=duration=0.1", _square["sound.wav"]);
        MediaException error = await Assert.ThrowsAsync<MediaException>(() => VideoFile.OpenAsync(_square["sound.wav"]));
        Assert.Contains("has no pictures, only sound", error.Message);
    }

    [SkippableFact]
    public async Task A_file_of_noise_is_no_video()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        byte[] noise = new byte[1000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(_square["noise.mp4"], noise);
        MediaException error = await Assert.ThrowsAsync<MediaException>(() => VideoFile.OpenAsync(_square["noise.mp4"]));
        Assert.Contains("noise.mp4", error.Message);
        Assert.Contains("no video that FFmpeg can read", error.Message);
    }

    [SkippableTheory]
    [InlineData("cut.mp4", "-movflags", "+faststart")]
    [InlineData("cut.mkv")]
    public async Task Of_a_file_that_breaks_off_all_before_is_read_and_the_break_is_told(string name, params string[] arguments)
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        using var longer = new MovingSquare(14, 320, 240);
        string whole = longer.Video(name, ["-c:v", "libx264", "-crf", "1", "-g", "4", "-bf", "0", "-pix_fmt", "yuv420p", .. arguments]);
        using (FileStream file = File.OpenWrite(whole)) file.SetLength(file.Length * 6 / 10);

        await using VideoFile video = await VideoFile.OpenAsync(whole);
        List<Picture> read = [];
        Exception? error = await Record.ExceptionAsync(async () =>
        {
            await foreach (Picture picture in video.ReadAsync(0, int.MaxValue, new SparePictures(), CancellationToken.None)) read.Add(picture);
        });

        Assert.InRange(read.Count, 5, 12);
        string told = string.Join(' ', video.Warnings) + error?.Message;
        Assert.Contains(name, told);
        Assert.Matches("cut short|breaks off after frame|is damaged", told);
        Assert.All(Enumerable.Range(0, read.Count - 1), frame => Assert.InRange(read[frame].DifferenceFrom(longer.Picture(frame)), 0, 4));
    }

    [SkippableTheory, MemberData(nameof(Parts))]
    public async Task A_part_of_the_frames(int start, int? end, int every)
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        string file = _square.Video("lossless.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0");
        int[] expected = [.. Enumerable.Range(0, Frames).Where(frame => frame >= start && frame < (end ?? Frames) && (frame - start) % every == 0)];

        await using VideoFile video = await VideoFile.OpenAsync(file, new FrameSelection(start, end, every));

        List<Picture> read = await video.AllAsync();
        Assert.Equal((expected.Length, expected.Length), (video.Frames.Count, read.Count));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(_square.Picture(expected[i]).Rgb, read[i].Rgb);
            Assert.Equal($"{expected[i]:00000}", video.Frames.Name(i));
            Assert.Equal(expected[i] / 25.0, video.TimeOf(i)!.Value, 0.002);
        }
    }

    [SkippableFact]
    public async Task Frames_can_be_read_backward()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        using var large = new MovingSquare(5, 3000, 2400); // three at a time
        await using VideoFile video = await VideoFile.OpenAsync(large.Video("lossless.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0"));
        Assert.Equal(3, video.BackwardFrames);
        int expected = 4;
        await foreach (Picture picture in video.ReadBackwardAsync(4, 0, new SparePictures(), CancellationToken.None))
            Assert.True(large.Picture(expected--).Rgb.AsSpan().SequenceEqual(picture.Rgb));
        Assert.Equal(-1, expected);
    }

    [SkippableFact]
    public async Task A_stream_is_read_once()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        using FileStream stream = File.OpenRead(_square.Video("lossless.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0"));
        await using VideoFile video = await VideoFile.OpenAsync(stream);
        Assert.Equal(int.MaxValue, video.Frames.Count);
        Assert.False(video.CanRewind);
        List<Picture> read = await video.AllAsync();
        Assert.All(Enumerable.Range(0, Frames), frame => Assert.Equal(_square.Picture(frame).Rgb, read[frame].Rgb));
        await Assert.ThrowsAsync<InvalidOperationException>(video.AllAsync);
    }

    [SkippableFact]
    public async Task Reading_stops_when_it_is_cancelled()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        using var stop = new CancellationTokenSource();
        await using VideoFile video = await VideoFile.OpenAsync(_square.Video("lossless.mkv", "-c:v", "ffv1", "-pix_fmt", "bgr0"));
        int read = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Picture _ in video.ReadAsync(0, int.MaxValue, new SparePictures(), stop.Token))
                if (++read == 2)
                    stop.Cancel();
        });
        Assert.Equal(2, read);
    }

    private static Picture Woven(Picture even, Picture odd)
    {
        var woven = new Picture(even.Width, even.Height, (byte[])even.Rgb.Clone());
        int row = 3 * even.Width;
        for (int y = 1; y < even.Height; y += 2) odd.Rgb.AsSpan(y * row, row).CopyTo(woven.Rgb.AsSpan(y * row, row));
        return woven;
    }

    /// <summary>How much rows differ from those around them where those agree.</summary>
    private static double Combs(Picture picture)
    {
        int row = 3 * picture.Width;
        double sum = 0;
        for (int i = row; i < picture.Rgb.Length - row; i++)
        {
            int above = picture.Rgb[i - row], below = picture.Rgb[i + row];
            if (Math.Abs(above - below) < 20) sum += Math.Max(0, Math.Abs(picture.Rgb[i] - (above + below) / 2) - 20);
        }
        return sum;
    }
}
