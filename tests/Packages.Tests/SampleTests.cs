using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace LiVOS.Packages.Tests;

/// <summary>The programs of <c>samples/</c>, built from the packages and run.</summary>
[Collection(nameof(PackageFolder))]
[Trait("Category", "Long")]
public sealed class SampleTests(PackageFolder packages)
{
    private const int Frames = 3;

    [Fact]
    public async Task The_console_writes_masks_and_where_objects_are()
    {
        using Consumer sample = await MakeAsync("console");
        string printed = await sample.RunAsync("samples/blackswan/frames", "samples/blackswan/truth/00000.png", "masks");
        Assert.Equal(Frames, Regex.Count(printed, @"^0000\d: object 1 in MaskBox", RegexOptions.Multiline));
        sample.RequireMasks("masks", "*.png", Frames);
    }

    [Fact]
    public async Task The_web_service_counts_the_pixels_of_objects()
    {
        using Consumer sample = await MakeAsync("aspnet");
        using RunningProgram service = RunningProgram.Start(sample.Executable, "--urls", "http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        using var form = new MultipartFormDataContent { { FileOf("truth/00000.png"), "mask", "00000.png" } };
        for (int i = 0; i < Frames; i++) form.Add(FileOf($"frames/0000{i}.png"), "frame", $"0000{i}.png");

        using HttpResponseMessage answer = await client.PostAsync("/track", form);
        var areas = await answer.Content.ReadFromJsonAsync<Dictionary<int, int>[]>();

        Assert.Equal(Frames, areas!.Length);
        Assert.All(areas, area => Assert.InRange(area[1], 5_000, 20_000));
        using HttpResponseMessage refused = await client.PostAsync("/track", new MultipartFormDataContent { { FileOf("frames/00000.png"), "frame", "0.png" } });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
    }

    /// <summary>On ILGPU's processor, and so for one small frame: <c>tests/Cli.Tests</c> follows the README's object further.</summary>
    [Fact]
    public async Task The_program_with_ILGPU_is_the_readmes_and_segments_what_its_kernel_draws()
    {
        Assert.Contains(ReadmeSample.All[1], File.ReadAllText(Repository.PathOf("samples/ilgpu/Program.cs")), StringComparison.Ordinal);
        using Consumer sample = await MakeAsync("ilgpu");
        Assert.Contains("object 7 has 144 of 144 pixels", await sample.RunAsync("32", "32", "1", "cpu"));
    }

    [SkippableFact]
    public async Task OpenCV_gives_frames_and_draws_outlines()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Consumer.Machine == "linux-x64", "The sample's package of OpenCV is for linux-x64.");
        using Consumer sample = await MakeAsync("opencv");
        await sample.RunAsync("samples/blackswan/frames/%05d.png", "samples/blackswan/truth/00000.png", "outlines");
        Assert.Equal(Frames, Directory.GetFiles(Path.Combine(sample.Folder, "out", "outlines")).Length);
    }

    private async Task<Consumer> MakeAsync(string name)
    {
        Consumer sample = Consumer.OfSample(packages, name);
        await sample.MakeAsync("build");
        sample.AddClip(Frames);
        return sample;
    }

    private static ByteArrayContent FileOf(string name) => new(File.ReadAllBytes(Repository.PathOf($"samples/blackswan/{name}")));
}
