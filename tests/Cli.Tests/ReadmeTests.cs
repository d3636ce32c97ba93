using LiVOS.Evaluation.Scores;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Cli.Tests;

/// <summary>The README's sample stands here to the letter, and does what it promises.</summary>
[Collection(nameof(CurrentFolder))]
public class ReadmeTests
{
    [Fact]
    public void The_sample_writes_a_mask_for_every_frame()
    {
        using var folder = new CurrentFolder();

        Sample();

        Assert.Equal(40, Directory.GetFiles(".", "masks-*.png").Length);
        IndexMask last = Png.ReadMask("masks-00039.png"), truth = Png.ReadMask("samples/blackswan/truth/00039.png");
        Assert.InRange(RegionSimilarity.Of(last, truth, 1), 0.8, 1);
    }

    [Fact]
    public void The_sample_is_the_one_in_the_readme()
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md"));
        const string fence = "```csharp\n";
        int start = readme.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        string sample = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
        string source = File.ReadAllText(Repository.PathOf("tests/Cli.Tests/ReadmeTests.cs"));

        Assert.Contains(sample, source.Replace("\n        ", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_that_the_readmes_command_leaves_out_are_named_there_and_run_by_CI()
    {
        const string variable = "LIVOS_LONG_TESTS=1";
        Assert.Contains($"{variable} dotnet test -c Release", File.ReadAllText(Repository.PathOf("README.md")));
        Assert.Contains($"export {variable}", File.ReadAllText(Repository.PathOf(".ci/run")));
        Assert.Contains("Category!=Long", File.ReadAllText(Repository.PathOf("tests/Directory.Build.props")));
        Assert.Contains(
            Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories), path =>
                File.ReadAllText(path).Contains("[Trait(\"Category\", \"Long\")]"));
    }

    private static void Sample()
    {
        using var device = new CpuDevice();
        using Network network = Network.Load("models/livos-nano.safetensors", device);
        FrameFolder frames = FrameFolder.Open("samples/blackswan/frames");
        IndexMask first = Png.ReadMask("samples/blackswan/truth/00000.png");

        using var segmenter = new Segmenter(network, new FrameGeometry(frames.Height, frames.Width));
        var ids = new int[frames.Height * frames.Width];
        for (int i = 0; i < frames.Count; i++)
        {
            segmenter.Step(frames.Read(i).Rgb, mask: i == 0 ? first.Ids : [], ids);
            Png.WriteMask($"masks-{frames.Name(i)}.png", new IndexMask(frames.Width, frames.Height, ids, first.Format, first.Palette));
        }
    }
}
