using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Cli.Tests;

/// <summary>Clips that cannot be used.</summary>
public sealed class BadClipTests : IDisposable
{
    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task A_missing_folder()
    {
        Directory.Delete(_clip.Frames, recursive: true);
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.Frames, "no folder");
        Assert.False(Directory.Exists(_clip.Out));
    }

    [Fact]
    public async Task An_empty_folder()
    {
        Directory.Delete(_clip.Frames, recursive: true);
        Directory.CreateDirectory(_clip.Frames);
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.Frames, "no frames", "put the clip's");
        Assert.False(Directory.Exists(_clip.Out));
    }

    [Fact]
    public async Task A_video_file()
    {
        File.WriteAllBytes(_clip["video.mp4"], [0]);
        Outcome outcome = await Livos.RunAsync("segment", _clip["video.mp4"], "--masks", _clip.Masks, "--out", _clip.Out);
        outcome.RefusedWith("video.mp4", VideoFile.IsSupported ? "no video that FFmpeg can read" : "install FFmpeg");
        Assert.False(Directory.Exists(_clip.Out));
    }

    [Fact]
    public async Task A_first_frame_that_is_no_picture()
    {
        File.WriteAllText(_clip.FramePath(0), "no picture");
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.FramePath(0), "neither a JPEG nor a PNG");
        Assert.False(Directory.Exists(_clip.Out));
    }

    [Fact]
    public async Task An_empty_frame_in_the_middle()
    {
        File.WriteAllBytes(_clip.FramePath(2), []);
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.FramePath(2), "empty");
        Assert.False(Directory.Exists(_clip.Out));
    }

    [Fact]
    public async Task A_truncated_frame_in_the_middle()
    {
        MadeUpClip.Truncate(_clip.FramePath(2));
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.FramePath(2), "cut short", "2 of 4 masks");
        Assert.Equal(["00000.png", "00001.png"], _clip.Written);
    }

    [Fact]
    public async Task A_frame_of_another_size_in_the_middle()
    {
        Png.Write(_clip.FramePath(3), MadeUpClip.Picture(3, width: 32));
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.FramePath(3), "32x48", "64x48");
        Assert.False(Directory.Exists(_clip.Out));
    }

    [Fact]
    public async Task A_frame_that_is_gone_or_locked_away()
    {
        File.Delete(_clip.FramePath(1));
        Directory.CreateDirectory(_clip.FramePath(1)); // a folder is no frame: root may read what has no permissions
        File.CreateSymbolicLink(_clip.FramePath(2) + ".jpg", _clip["nothing"]);
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.FramePath(2) + ".jpg");
    }
}
