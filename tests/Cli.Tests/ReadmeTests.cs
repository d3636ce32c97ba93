using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using LiVOS.Evaluation.Scores;
using LiVOS.Ilgpu;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime;
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
    public void The_samples_are_those_in_the_readme()
    {
        string[] samples = [.. File.ReadAllText(Repository.PathOf("README.md")).Split("```csharp\n").Skip(1).Select(text => text.Split("```")[0])];
        string source = File.ReadAllText(Repository.PathOf("tests/Cli.Tests/ReadmeTests.cs")).Replace("\n        ", "\n", StringComparison.Ordinal);

        Assert.NotEmpty(samples);
        Assert.All(samples, sample => Assert.Contains(sample, source, StringComparison.Ordinal));
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

    /// <summary>On ILGPU's own processor, a thread for every item of a group: so the picture is small, and it takes a minute.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void The_sample_for_ILGPU_follows_what_its_kernel_draws()
    {
        using Context context = Context.Create(builder => builder.EnableLivos().CPU(new CPUDevice(32, 8, 1)));
        using CPUAccelerator accelerator = context.GetCPUDevice(0).CreateCPUAccelerator(context);
        const int width = 48, height = 48;
        int[] first = [.. Enumerable.Range(0, width * height).Select(i => IsInside(i, width, frame: 0) ? 7 : 0)];

        int[] ids = IlgpuSample(accelerator, first, width, height, frames: 2);

        int hits = Enumerable.Range(0, ids.Length).Count(i => (ids[i] == 7) == IsInside(i, width, frame: 1));
        Assert.InRange(hits, 0.9 * ids.Length, ids.Length);
        Assert.Equal([0, 7], ids.Distinct().Order());
    }

    private static int[] IlgpuSample(Accelerator accelerator, int[] first, int width, int height, int frames)
    {
        using var folder = new CurrentFolder();

        // The accelerator is yours, of a Context.Create(builder => builder.EnableLivos()...).
        var render = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<byte>, int, int>(Render);
        using MemoryBuffer1D<byte, Stride1D.Dense> picture = accelerator.Allocate1D<byte>(3 * width * height);

        using var device = new IlgpuDevice(accelerator);
        using Network network = Network.Load("models/livos-nano.safetensors", device);
        using var segmenter = new Segmenter(network, new FrameGeometry(height, width));
        DeviceBuffer frame = device.Wrap(picture.View.AsContiguous());
        var ids = new int[width * height];
        for (int i = 0; i < frames; i++)
        {
            render(width * height, picture.View.AsContiguous(), width, i);
            accelerator.Synchronize();
            segmenter.Submit(frame, mask: i == 0 ? first : []);
            segmenter.Read(ids);
        }

        return ids;
    }

    /// <summary>A kernel: a red square on green, which moves to the right.</summary>
    private static void Render(Index1D pixel, ArrayView<byte> picture, int width, int frame)
    {
        bool inside = IsInside(pixel, width, frame);
        picture[3 * pixel] = (byte)(inside ? 200 : 20);
        picture[3 * pixel + 1] = (byte)(inside ? 30 : 120);
        picture[3 * pixel + 2] = 40;
    }

    private static bool IsInside(int pixel, int width, int frame)
    {
        int x = pixel % width - frame, y = pixel / width;
        return x >= 12 && x < 36 && y >= 12 && y < 36;
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
