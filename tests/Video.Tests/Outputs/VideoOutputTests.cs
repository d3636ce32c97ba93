using LiVOS.Media;

namespace LiVOS.Video.Tests.Outputs;

/// <summary>Videos of results, read back by FFmpeg.</summary>
public sealed class VideoOutputTests : IDisposable
{
    private static readonly VideoOutputOptions s_ntsc = new(new FrameRate(30000, 1001));

    private readonly MovingSquare _square = new(4);

    public void Dispose() => _square.Dispose();

    [SkippableTheory]
    [InlineData("out.mp4", "h264", "yuv420p", 12)]
    [InlineData("out.mov", "prores", "yuv422p10le", 12)]
    [InlineData("out.mkv", "ffv1", "bgr0", 0)]
    [InlineData("out.webm", "vp9", "yuv420p", 20)]
    public async Task Overlays_of_every_kind(string name, string codec, string pixels, double mostDifference)
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);

        await WriteAsync(_square[name], PictureStyle.Overlay, s_ntsc);

        Assert.Equal($"{codec},{pixels},30000/1001", Stream("codec_name,pix_fmt,avg_frame_rate", name));
        await using VideoFile video = await VideoFile.OpenAsync(_square[name]);
        List<Picture> read = await video.AllAsync();
        Assert.Equal(4, read.Count);
        for (int frame = 0; frame < 4; frame++)
            Assert.InRange(read[frame].DifferenceFrom(Overlay.Blend(_square.Picture(frame), _square.Mask(frame), 0.5)), 0, mostDifference);
    }

    [SkippableTheory]
    [InlineData("out.mkv")]
    [InlineData("out.mov")]
    [InlineData("out.webm")]
    public async Task Alpha(string name)
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);

        await WriteAsync(_square[name], PictureStyle.Alpha, s_ntsc);

        string[] decoder = name == "out.webm" ? ["-c:v", "libvpx-vp9"] : []; // FFmpeg's own decoder drops alpha
        FfmpegRun.Do([.. decoder, "-i", _square[name], "-f", "rawvideo", "-pix_fmt", "rgba", _square["raw"]]);
        byte[] rgba = File.ReadAllBytes(_square["raw"]);
        int pixels = _square.Width * _square.Height;
        Assert.Equal(4 * 4 * pixels, rgba.Length);
        for (int frame = 0; frame < 4; frame++)
            Assert.InRange(
                Enumerable.Range(0, pixels).Count(at => (rgba[(frame * pixels + at) * 4 + 3] > 127) != (_square.Mask(frame).Ids[at] != 0)), 0, pixels / 100);
    }

    [SkippableFact]
    public async Task A_matte_is_white_where_objects_are_also_where_sides_are_odd()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        using var odd = new MovingSquare(2, 65, 47);
        await using (var output = new VideoOutput(_square["out.mp4"], PictureStyle.Matte, s_ntsc))
        {
            await output.WriteAsync(FrameOf(odd, 0));
            await output.CompleteAsync();
        }
        await using VideoFile video = await VideoFile.OpenAsync(_square["out.mp4"]);
        Picture read = Assert.Single(await video.AllAsync());
        Assert.Equal((66, 48), (read.Width, read.Height));
        int wrong = Enumerable.Range(0, 65 * 47).Count(at => (read.Rgb[(at / 65 * 66 + at % 65) * 3] > 127) != (odd.Mask(0).Ids[at] != 0));
        Assert.InRange(wrong, 0, 65 * 47 / 100);
    }

    [SkippableFact]
    public async Task Colour_tags_and_sound_are_those_of_the_clip()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        FfmpegRun.Do(
            "-framerate", "25", "-i", Path.Combine(_square.Frames, "%05d.png"), "-f", "lavfi", "-i", "sine=duration=0.16",
            "-vf", "scale=out_color_matrix=bt709", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709",
            "-color_trc", "bt709",
            "-c:a", "aac", _square["in.mp4"]);
        await using VideoFile clip = await VideoFile.OpenAsync(_square["in.mp4"]);

        await WriteAsync(_square["out.mp4"], PictureStyle.Overlay, new VideoOutputOptions(clip.Rate!.Value) { ColorsOf = clip, SoundOf = clip });

        Assert.Equal("bt709,bt709,bt709", Stream("color_space,color_transfer,color_primaries", "out.mp4"));
        Assert.Equal("aac", FfmpegRun.Ask("-select_streams", "a", "-show_entries", "stream=codec_name", "-of", "csv=p=0", _square["out.mp4"]));
        await using VideoFile video = await VideoFile.OpenAsync(_square["out.mp4"]);
        Assert.InRange((await video.AllAsync())[0].DifferenceFrom(Overlay.Blend(_square.Picture(0), _square.Mask(0), 0.5)), 0, 12);
    }

    [SkippableFact]
    public async Task What_is_not_completed_leaves_nothing()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        await using (var output = new VideoOutput(_square["out.mp4"], PictureStyle.Overlay, s_ntsc)) await output.WriteAsync(FrameOf(_square, 0));
        Assert.Equal(["frames"], Directory.GetFileSystemEntries(Path.GetDirectoryName(_square["x"])!).Select(path => Path.GetFileName(path)!));
    }

    [SkippableFact]
    public void What_cannot_be_encoded_is_refused_before_the_first_frame()
    {
        Skip.IfNot(VideoFile.IsSupported, FfmpegRun.Missing);
        Assert.Contains("can hold no alpha", Assert.Throws<MediaException>(() => new VideoOutput("out.mp4", PictureStyle.Alpha, s_ntsc)).Message);
        Assert.Contains(".webm", Assert.Throws<MediaException>(() => new VideoOutput("out.avi", PictureStyle.Matte, s_ntsc)).Message);
    }

    [Theory]
    [InlineData(25, 25, 1)]
    [InlineData(23.976, 24000, 1001)]
    [InlineData(29.97, 30000, 1001)]
    [InlineData(12.5, 12500, 1000)]
    public void Rates(double perSecond, int numerator, int denominator)
    {
        FrameRate rate = FrameRate.Of(perSecond);
        Assert.Equal((double)numerator / denominator, rate.PerSecond, 9);
        if (denominator == 1001) Assert.Equal(new FrameRate(numerator, denominator), rate);
    }

    private static SegmentedFrame FrameOf(MovingSquare square, int frame)
    {
        IndexMask mask = square.Mask(frame);
        return new SegmentedFrame(
            frame, $"{frame:00000}", null, new LabelMask(mask.Width, mask.Height, [.. mask.Ids.Select(id => (byte)id)], [0, 1], mask.Format),
            square.Picture(frame));
    }

    private async Task WriteAsync(string path, PictureStyle style, VideoOutputOptions options)
    {
        await using var output = new VideoOutput(path, style, options);
        for (int frame = 0; frame < 4; frame++) await output.WriteAsync(FrameOf(_square, frame));
        await output.CompleteAsync();
    }

    private string Stream(string entries, string name) =>
        FfmpegRun.Ask("-select_streams", "v:0", "-show_entries", $"stream={entries}", "-of", "csv=p=0", _square[name]);
}
