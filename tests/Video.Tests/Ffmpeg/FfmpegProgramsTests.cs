using LiVOS.Media;
using LiVOS.Video.Ffmpeg;

namespace LiVOS.Video.Tests.Ffmpeg;

/// <summary>Where the programs are looked for.</summary>
[Collection(nameof(OwnEnvironment))]
public sealed class FfmpegProgramsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _before = Environment.CurrentDirectory;
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Environment.SetEnvironmentVariable("PATH", _path);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("bin")]
    public void A_program_in_the_current_folder_is_not_started(string path)
    {
        Directory.CreateDirectory(_folder["bin"]);
        foreach (string name in new[] { "ffmpeg", "ffmpeg.exe", "bin/ffmpeg", "bin/ffmpeg.exe" }) _folder.Add(name, [1]);
        Environment.CurrentDirectory = _folder.Path;
        Environment.SetEnvironmentVariable("PATH", path);
        Assert.Contains("apt-get install ffmpeg", Assert.Throws<MediaException>(() => FfmpegPrograms.Ffmpeg).Message);
        Assert.False(VideoFile.IsSupported);
    }

    [Fact]
    public void The_first_folder_that_has_it_is_taken()
    {
        string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        Environment.SetEnvironmentVariable("PATH", string.Join(Path.PathSeparator, "bin", _folder["nothing"], _folder.Path));
        Assert.Equal(_folder.Add(name, [1]), FfmpegPrograms.Ffmpeg);
    }
}

/// <summary>Tests that change the environment run alone.</summary>
[CollectionDefinition(nameof(OwnEnvironment), DisableParallelization = true)]
public sealed class OwnEnvironment;
