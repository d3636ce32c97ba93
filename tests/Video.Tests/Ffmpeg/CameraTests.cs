using LiVOS.Media;
using LiVOS.Video.Ffmpeg;

namespace LiVOS.Video.Tests.Ffmpeg;

/// <summary>How FFmpeg is told to read cameras. The machines that run tests have none.</summary>
public sealed class CameraTests : IDisposable
{
    private readonly TemporaryFolder _devices = new();

    public void Dispose() => _devices.Dispose();

    [Theory]
    [InlineData("camera", true)]
    [InlineData("camera:1", true)]
    [InlineData("camera:Integrated Camera", true)]
    [InlineData("cameras", false)]
    [InlineData("camera.mp4", false)]
    public void Names(string name, bool isCamera) => Assert.Equal(isCamera, Camera.IsCamera(name));

    [Fact]
    public void A_camera_of_Linux()
    {
        File.WriteAllText(_devices["video1"], "");
        Assert.Equal(
            ["-f", "v4l2", "-framerate", "30", "-video_size", "1280x720", "-i", _devices["video1"]],
            Camera.VideoForLinux("camera:1", 1, Path.GetDirectoryName(_devices["video1"])!));
    }

    [Fact]
    public void A_camera_that_is_not_there_and_those_that_are()
    {
        string folder = Path.GetDirectoryName(_devices["video1"])!;
        Assert.Contains("this machine has none", Assert.Throws<MediaException>(() => Camera.VideoForLinux("camera", 0, folder)).Message);
        foreach (string device in (string[])["video1", "video4", "videos"]) File.WriteAllText(_devices[device], "");
        MediaException error = Assert.Throws<MediaException>(() => Camera.VideoForLinux("camera:2", 2, folder));
        Assert.Equal("There is no camera 'camera:2'; this machine has camera:1, camera:4.", error.Message);
    }

    [Fact]
    public void Cameras_of_Windows_by_number_and_by_name()
    {
        IReadOnlyList<string> names = Camera.NamesIn(
        [
            "[dshow @ 000001] \"Integrated Camera\" (video)",
            "[dshow @ 000001]   Alternative name \"@device_pnp_1\"",
            "[dshow @ 000001] \"Capture Card\" (video)",
            "[dshow @ 000001] \"Microphone\" (audio)",
        ]);
        Assert.Equal(["Integrated Camera", "Capture Card"], names);
        Assert.Equal(["-f", "dshow", "-i", "video=Capture Card"], Camera.DirectShow("camera:1", "1", 1, names));
        Assert.Equal(["-f", "dshow", "-i", "video=Integrated Camera"], Camera.DirectShow("camera:Integrated Camera", "Integrated Camera", null, names));
        Assert.Contains(
            "camera:Capture Card", Assert.Throws<MediaException>(() => Camera.DirectShow("camera:Other", "Other", null, names)).Message);
    }
}
