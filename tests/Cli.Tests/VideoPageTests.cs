using LiVOS.Evaluation.Scores;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime.Cpu;
using LiVOS.Video;

namespace LiVOS.Cli.Tests;

/// <summary>The sample of docs/video.md stands here to the letter, and does what it promises.</summary>
[Collection(nameof(CurrentFolder))]
public class VideoPageTests
{
    private const int Frames = 4;

    [SkippableFact]
    public async Task The_sample_writes_masks_and_annotations_of_a_video()
    {
        Skip.IfNot(VideoFile.IsSupported, "FFmpeg is not installed.");
        using var folder = new CurrentFolder();
        Outcome made = await ChildProcess.RunAsync(
            "ffmpeg", "-v", "error", "-nostdin", "-i", "samples/blackswan/frames/%05d.png", "-frames:v", $"{Frames}", "-c:v", "libx264", "-pix_fmt", "yuv444p",
            "clip.mp4");
        Assert.True(made.Code == 0, made.Error);
        File.Copy("samples/blackswan/truth/00000.png", "first.png");

        await SampleAsync();

        IndexMask last = Png.ReadMask("00003.png"), truth = Png.ReadMask("samples/blackswan/truth/00003.png");
        Assert.InRange(RegionSimilarity.Of(last, truth, 1), 0.8, 1);
        Assert.Equal(Frames, Directory.GetFiles(".", "0*.png").Length);
        Assert.Contains("\"swan\"", File.ReadAllText("coco.json"));
    }

    [Fact]
    public void The_sample_is_the_pages()
    {
        string[] samples = [.. File.ReadAllText(Repository.PathOf("docs/video.md")).Split("```csharp\n").Skip(1).Select(text => text.Split("```")[0])];
        string source = File.ReadAllText(Repository.PathOf("tests/Cli.Tests/VideoPageTests.cs")).Replace("\n        ", "\n", StringComparison.Ordinal);

        Assert.NotEmpty(samples);
        Assert.All(samples, sample => Assert.Contains(sample, source, StringComparison.Ordinal));
    }

    private static async Task SampleAsync()
    {
        using var device = new CpuDevice();
        using Network network = Network.Load("models/livos-nano.safetensors", device);
        await using VideoFile clip = await VideoFile.OpenAsync("clip.mp4");
        var prompts = new Prompts(frame: 0, Png.ReadMask("first.png"));
        await using var coco = new CocoFile("coco.json", new ClipInfo("clip", clip.FileNameOf) { Categories = new Categories("swan") });

        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(network, clip, prompts))
        {
            Png.WriteMask($"{frame.Name}.png", frame.Mask);
            await coco.WriteAsync(frame);
        }
        await coco.CompleteAsync();
    }
}
