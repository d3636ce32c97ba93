using System.Globalization;
using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary><c>livos score</c>: the scores themselves are proved in the tests of the evaluation.</summary>
public sealed class ScoreTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("livos-score-").FullName;

    public ScoreTests()
    {
        for (int frame = 0; frame < 5; frame++)
        {
            Add("truth", "one", frame, MadeUpClip.Square(frame));
            Add("masks", "one", frame, MadeUpClip.Square(frame));
            Add("truth", "two", frame, MadeUpClip.Square(frame, id: 7));
            Add("masks", "two", frame, MadeUpClip.Square(frame + 2, id: 7));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Scores_as_a_table()
    {
        Outcome outcome = (await RunAsync()).Succeeded();
        Assert.All(new[] { "one", "two", "100.0", "77.8", "88.9", "J recall", "F decay", "6 frames" }, part => Assert.Contains(part, outcome.Output));
    }

    [Fact]
    public async Task Scores_as_json()
    {
        JsonElement report = Json((await RunAsync("--json")).Succeeded());

        JsonElement scores = report.GetProperty("scores");
        Assert.Equal((1 + 7.0 / 9) / 2, scores.GetProperty("j").GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal(6, report.GetProperty("scored_frames").GetInt32());
        JsonElement clip = scores.GetProperty("clips")[1], only = clip.GetProperty("objects")[0];
        Assert.Equal("two", clip.GetProperty("name").GetString());
        Assert.Equal(7, only.GetProperty("id").GetInt32());
        Assert.Equal(0, only.GetProperty("j").GetProperty("decay").GetDouble());
        Assert.False(only.TryGetProperty("frames", out _));

        JsonElement perFrame = Json((await RunAsync("--json", "--per-frame")).Succeeded());
        JsonElement frames = perFrame.GetProperty("scores").GetProperty("clips")[1].GetProperty("objects")[0].GetProperty("frames");
        Assert.Equal(["00001", "00002", "00003"], frames.EnumerateArray().Select(frame => frame.GetProperty("frame").GetString()!));
        Assert.All(frames.EnumerateArray(), frame => Assert.Equal(7.0 / 9, frame.GetProperty("j").GetDouble(), 1e-12));
    }

    [Fact]
    public async Task Scores_as_comma_separated_values()
    {
        string file = Path.Combine(folder, "scores.csv");
        (await RunAsync("--csv", file, "--per-frame")).Succeeded();

        string[][] rows = [.. File.ReadAllLines(file).Select(line => line.Split(','))];
        Assert.All(rows, row => Assert.Equal(12, row.Length));
        Assert.Equal(["scope", "all", "clip", "object", "frame", "frame", "frame", "clip", "object", "frame", "frame", "frame"], rows.Select(row => row[0]));
        string[] last = rows[^1];
        Assert.Equal(("two", "7", "00003"), (last[1], last[2], last[3]));
        Assert.Equal(7.0 / 9, double.Parse(last[6], CultureInfo.InvariantCulture), 1e-12);
    }

    [Fact]
    public async Task Scores_as_a_page_with_or_without_frames()
    {
        string file = Path.Combine(folder, "scores.html");
        (await RunAsync("--report", file)).Succeeded();
        Assert.DoesNotContain("data:image", File.ReadAllText(file));

        for (int frame = 0; frame < 5; frame++)
            foreach (string clip in new[] { "one", "two" })
            {
                Directory.CreateDirectory(In($"frames/{clip}"));
                Png.Write(In($"frames/{clip}/{frame:00000}.png"), MadeUpClip.Picture(frame));
            }
        (await RunAsync("--report", file, "--frames", In("frames"))).Succeeded();
        Assert.Equal(6, File.ReadAllText(file).Split("data:image/jpeg").Length - 1);
        (await RunAsync("--report", Path.Combine(folder, "none", "scores.html"))).RefusedWith("none", "does not exist");
        Assert.Equal(ExitCode.BadInput, (await RunAsync("--frames", In("frames"))).Code);
    }

    [Fact]
    public async Task A_single_clips_folders_will_do()
    {
        JsonElement report = Json((await Livos.RunAsync("score", "--truth", In("truth/one"), "--masks", In("masks/one"), "--json")).Succeeded());
        Assert.Equal("one", Assert.Single(report.GetProperty("scores").GetProperty("clips").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_subset_or_what_is_predicted()
    {
        File.WriteAllText(In("subset.txt"), "two\n");
        Assert.Equal(3, Json((await RunAsync("--json", "--subset", In("subset.txt"))).Succeeded()).GetProperty("scored_frames").GetInt32());

        Directory.Delete(In("masks/two"), recursive: true);
        (await RunAsync()).RefusedWith(In("masks/two"));
        Assert.Equal(3, Json((await RunAsync("--json", "--predicted-only")).Succeeded()).GetProperty("scored_frames").GetInt32());
    }

    [Fact]
    public async Task All_that_does_not_compare_is_told_at_once()
    {
        File.Delete(In("masks/one/00002.png"));
        Add("masks", "two", 3, MadeUpClip.Square(3, width: 32));
        Add("truth", "three", 0, MadeUpClip.Square(0));
        Add("masks", "three", 0, MadeUpClip.Square(0));

        Outcome outcome = await RunAsync();

        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.All(
            new[] { "3 problems", "lacks 1 of 3 masks", "'00002.png'", "00003.png' is 32x48", "'three' has 1 true masks" },
            part => Assert.Contains(part, outcome.Error));
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task Masks_that_show_nothing_and_options_that_make_no_sense()
    {
        foreach (string file in Directory.GetFiles(In("truth"), "*.png", SearchOption.AllDirectories))
            Png.WriteMask(file, new IndexMask(64, 48, new int[64 * 48]));
        (await RunAsync()).RefusedWith("show no object");
        (await Livos.RunAsync("score", "--truth", In("nowhere"), "--masks", In("masks"))).RefusedWith(In("nowhere"));
        Assert.Equal(ExitCode.BadInput, (await RunAsync("--per-frame")).Code);
    }

    Task<Outcome> RunAsync(params string[] more) => Livos.RunAsync(["score", "--truth", In("truth"), "--masks", In("masks"), .. more]);

    string In(string name) => Path.Combine(folder, name);

    void Add(string kind, string clip, int frame, IndexMask mask)
    {
        Directory.CreateDirectory(In($"{kind}/{clip}"));
        Png.WriteMask(In($"{kind}/{clip}/{frame:00000}.png"), mask);
    }

    static JsonElement Json(Outcome outcome)
    {
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        return document.RootElement.Clone();
    }
}
