namespace LiVOS.Media.Tests;

public sealed class FrameFolderTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Frames_come_in_natural_order()
    {
        folder.Add("00010.png", Samples.Plain(4, 3, 10, 0, 0));
        folder.Add("2.PNG", Samples.Plain(4, 3, 2, 0, 0));
        folder.Add("B.png", Samples.Plain(4, 3, 66, 0, 0));
        folder.Add("a.png", Samples.Plain(4, 3, 97, 0, 0));
        folder.Add("notes.txt", [1]);
        folder.Add("._00010.png", [1]);
        Directory.CreateDirectory(folder["more.png"]);
        var frames = FrameFolder.Open(folder.Path);
        Assert.Equal((4, 4, 3), (frames.Count, frames.Width, frames.Height));
        Assert.Equal(["2", "00010", "B", "a"], Enumerable.Range(0, 4).Select(frames.Name));
        Assert.Equal([2, 10, 66, 97], Enumerable.Range(0, 4).Select(i => frames.Read(i).Rgb[0]));
        Assert.Equal(folder["2.PNG"], frames.Path(0));
        Assert.Equal((3, -1), (frames.IndexOf("a"), frames.IndexOf("b")));
    }

    [SkippableFact]
    public void Content_decides_what_a_file_is()
    {
        Skip.IfNot(TurboJpeg.IsAvailable, "libjpeg-turbo's TurboJPEG library (Debian: libturbojpeg0) is not there.");
        folder.Add("0.png", Fixture.Bytes("jpeg/420.jpg"));
        folder.Add("1.JPEG", Fixture.Bytes("jpeg/420.png"));
        var frames = FrameFolder.Open(folder.Path);
        Assert.Equal(frames.Read(0).Rgb, frames.Read(1).Rgb);
    }

    [Fact]
    public void A_frame_of_another_size_is_named()
    {
        folder.Add("0.png", new Picture(4, 3));
        folder.Add("1.png", new Picture(3, 4));
        var frames = FrameFolder.Open(folder.Path);
        string message = Assert.Throws<MediaException>(() => frames.Read(1)).Message;
        Assert.Contains(folder["1.png"], message);
        Assert.Contains("3x4", message);
        Assert.Contains("4x3", message);
    }

    [Fact]
    public void Two_frames_of_one_name_are_refused()
    {
        folder.Add("00000.png", new Picture(4, 3));
        folder.Add("00000.jpg", Fixture.Bytes("jpeg/420.jpg"));
        Refused(folder.Path, "same name");
    }

    [Fact]
    public void Missing_and_empty_folders_are_refused()
    {
        Refused(folder["none"], "no folder");
        Refused(folder.Path, "holds no frames");
    }

    [Fact]
    public void A_video_file_is_answered_with_how_to_make_frames() => Refused(folder.Add("clip.mp4", [0]), "ffmpeg -i");

    [Fact]
    public void A_file_that_is_no_picture_is_refused()
    {
        folder.Add("0.png", [1, 2, 3]);
        Refused(folder.Path, "neither a JPEG nor a PNG");
    }

    static void Refused(string path, string reason) =>
        Assert.Contains(reason, Assert.Throws<MediaException>(() => FrameFolder.Open(path)).Message);
}
