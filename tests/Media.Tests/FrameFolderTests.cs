namespace LiVOS.Media.Tests;

public sealed class FrameFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_come_in_natural_order()
    {
        _folder.Add("00010.png", Samples.Plain(4, 3, 10, 0, 0));
        _folder.Add("2.PNG", Samples.Plain(4, 3, 2, 0, 0));
        _folder.Add("B.png", Samples.Plain(4, 3, 66, 0, 0));
        _folder.Add("a.png", Samples.Plain(4, 3, 97, 0, 0));
        _folder.Add("notes.txt", [1]);
        _folder.Add("._00010.png", [1]);
        Directory.CreateDirectory(_folder["more.png"]);
        var frames = FrameFolder.Open(_folder.Path);
        Assert.Equal((4, 4, 3), (frames.Count, frames.Width, frames.Height));
        Assert.Equal(["2", "00010", "B", "a"], Enumerable.Range(0, 4).Select(frames.Name));
        Assert.Equal([2, 10, 66, 97], Enumerable.Range(0, 4).Select(i => frames.Read(i).Rgb[0]));
        Assert.Equal(_folder["2.PNG"], frames.Path(0));
        Assert.Equal((3, -1), (frames.IndexOf("a"), frames.IndexOf("b")));
    }

    [SkippableFact]
    public void Content_decides_what_a_file_is()
    {
        Skip.IfNot(TurboJpeg.IsAvailable, "libjpeg-turbo's TurboJPEG library (Debian: libturbojpeg0) is not there.");
        _folder.Add("0.png", Fixture.Bytes("jpeg/420.jpg"));
        _folder.Add("1.JPEG", Fixture.Bytes("jpeg/420.png"));
        var frames = FrameFolder.Open(_folder.Path);
        Assert.Equal(frames.Read(0).Rgb, frames.Read(1).Rgb);
    }

    [Fact]
    public void A_frame_of_another_size_is_named()
    {
        _folder.Add("0.png", new Picture(4, 3));
        _folder.Add("1.png", new Picture(3, 4));
        var frames = FrameFolder.Open(_folder.Path);
        string message = Assert.Throws<MediaException>(() => frames.Read(1)).Message;
        Assert.Contains(_folder["1.png"], message);
        Assert.Contains("3x4", message);
        Assert.Contains("4x3", message);
    }

    [Fact]
    public void Two_frames_of_one_name_are_refused()
    {
        _folder.Add("00000.png", new Picture(4, 3));
        _folder.Add("00000.jpg", Fixture.Bytes("jpeg/420.jpg"));
        Refused(_folder.Path, "same name");
    }

    [Fact]
    public void Missing_and_empty_folders_are_refused()
    {
        Refused(_folder["none"], "no folder");
        Refused(_folder.Path, "holds no frames");
    }

    [Fact]
    public void A_video_file_is_answered_with_how_to_make_frames() => Refused(_folder.Add("clip.mp4", [0]), "ffmpeg -i");

    [Fact]
    public void A_file_that_is_no_picture_is_refused()
    {
        _folder.Add("0.png", [1, 2, 3]);
        Refused(_folder.Path, "neither a JPEG nor a PNG");
    }

    private static void Refused(string path, string reason) =>
        Assert.Contains(reason, Assert.Throws<MediaException>(() => FrameFolder.Open(path)).Message);
}
