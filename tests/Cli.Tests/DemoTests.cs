using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary><c>livos demo</c>: what someone who has just cloned the project sees.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("livos-demo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Masks_are_as_right_as_PyTorchs_and_the_same_in_every_run()
    {
        string first = Path.Combine(_folder, "first"), second = Path.Combine(_folder, "second");

        Outcome outcome = (await Livos.RunAsync("demo", "--out", first, "--json")).Succeeded();
        (await Livos.RunAsync("demo", "--out", second)).Succeeded();

        using JsonDocument report = JsonDocument.Parse(outcome.Output);
        Assert.Equal(0.933, report.RootElement.GetProperty("mean_j").GetDouble(), tolerance: 0.002);
        Assert.Equal(40, report.RootElement.GetProperty("run").GetProperty("frames").GetInt32());
        Assert.Equal(38, report.RootElement.GetProperty("j").GetArrayLength());
        string[] names = [.. Directory.GetFiles(first, "0*.png").Select(path => Path.GetFileName(path)!)];
        Assert.Equal(40, names.Length);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(first, name)), File.ReadAllBytes(Path.Combine(second, name))));
        Assert.Equal(40, Directory.GetFiles(Path.Combine(first, "overlay")).Length);
        Assert.True(Picture.Read(Path.Combine(first, "contact-sheet.png")).Width > 1000);
    }
}
