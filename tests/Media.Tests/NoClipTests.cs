using LiVOS.Media.Surveys;

namespace LiVOS.Media.Tests;

/// <summary>What is given for a clip and is none: each gets its own sentence.</summary>
public sealed class NoClipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("clip.mp4", "ffmpeg -i")]
    [InlineData("clip.MOV", "ffmpeg -i")]
    [InlineData("clip.gif", "ffmpeg -i")]
    [InlineData("frames.zip", "archive")]
    [InlineData("frames.tar.gz", "archive")]
    [InlineData("00000.jpg", "one picture")]
    [InlineData("00000.TIF", "one picture")]
    public void A_file(string name, string sentence) => Refused(_folder.Add(name, [1]), sentence);

    [Theory]
    [InlineData("https://example.org/clip.mp4", "address")]
    [InlineData("ftp://example.org/clip.mp4", "address")]
    [InlineData("0", "camera")]
    [InlineData("/dev/video0", "camera")]
    [InlineData("/dev/null", "device")]
    [InlineData("frames/*.jpg", "pattern")]
    [InlineData("frames/%05d.png", "pattern")]
    [InlineData("nothing", "no folder")]
    [InlineData("", "empty")]
    public void A_name(string name, string sentence) => Refused(name, sentence);

    [Fact]
    public void A_folder_of_clips()
    {
        Directory.CreateDirectory(_folder["bear"]);
        _folder.Add("bear/0.png", new Picture(4, 3));
        Refused(_folder.Path, _folder["bear"]);
    }

    [Fact]
    public void A_folder_of_pictures_that_are_not_read()
    {
        _folder.Add("0.tif", [1]);
        Refused(_folder.Path, "another kind");
    }

    [Fact]
    public void A_folder_of_nothing() => Refused(_folder.Path, "holds no frames");

    private static void Refused(string path, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<MediaException>(() => FrameFolder.Open(path)).Message);
}
