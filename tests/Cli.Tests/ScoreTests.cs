using System.Globalization;
using System.Text.Json;
using LiVOS.Cli.Errors;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary><c>livos score</c>: the scores themselves are proved in the tests of the evaluation.</summary>
public sealed class ScoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("livos-score-").FullName;

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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
        string file = Path.Combine(_folder, "scores.csv");
        (await RunAsync("--csv", file, "--per-frame")).Succeeded();

        string[][] rows = [.. File.ReadAllLines(file).Select(line => line.Split(','))];
        Assert.All(rows, row => Assert.Equal(13, row.Length));
        Assert.Equal(["scope", "all", "clip", "object", "frame", "frame", "frame", "clip", "object", "frame", "frame", "frame"], rows.Select(row => row[0]));
        string[] last = rows[^1];
        Assert.Equal(("two", "7", "00003"), (last[1], last[2], last[3]));
        Assert.Equal(7.0 / 9, double.Parse(last[6], CultureInfo.InvariantCulture), 1e-12);
    }

    [Fact]
    public async Task Scores_as_a_page_with_or_without_frames()
    {
        string file = Path.Combine(_folder, "scores.html");
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
        (await RunAsync("--report", Path.Combine(_folder, "none", "scores.html"))).RefusedWith("none", "does not exist");
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
        Outcome without = await RunAsync("--json");
        Assert.Equal(ExitCode.Fault, without.Code);
        Assert.Contains("--predicted-only", Assert.Single(LeftOut(without)).Problems);
        Assert.Equal(3, Json((await RunAsync("--json", "--predicted-only")).Succeeded()).GetProperty("scored_frames").GetInt32());
    }

    [Fact]
    public async Task All_that_does_not_compare_is_reported_at_once()
    {
        File.Delete(In("masks/one/00002.png"));
        Add("masks", "two", 3, MadeUpClip.Square(3, width: 32));
        Add("truth", "three", 0, MadeUpClip.Square(0));
        Add("masks", "three", 0, MadeUpClip.Square(0));

        Outcome outcome = await RunAsync();

        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.All(
            new[] { "3 problems", "--predicted-only", "lacks 1 of 3 masks", "'00002.png'", "00003.png' is 32x48", "'three' has 1 true masks" },
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

    [Theory]
    [InlineData("short", "has 2 true masks")]
    [InlineData("without masks", "There is no folder")]
    [InlineData("a frame less", "lacks 1 of 3 masks")]
    [InlineData("another size", "is 32x48")]
    [InlineData("another kind", "are of different kinds")]
    [InlineData("damaged", "damaged.png")]
    [InlineData("damaged later", "00003.png")]
    [InlineData("a picture", "more than 1024 ids")]
    public async Task A_clip_that_cannot_be_scored_is_left_out_and_listed(string fault, string why)
    {
        int[] ids = [.. Enumerable.Range(0, 64 * 48)];
        for (int frame = 0; frame < (fault == "short" ? 2 : 5); frame++)
        {
            Add("truth", "odd", frame, fault == "a picture" ? MadeUpClip.Square(frame, format: MaskFormat.RgbIds) : MadeUpClip.Square(frame));
            if (fault == "without masks" || fault == "a frame less" && frame == 2) continue;
            Add("masks", "odd", frame, fault switch
            {
                "another size" => MadeUpClip.Square(frame, width: 32),
                "another kind" => MadeUpClip.Square(frame, format: MaskFormat.RgbIds),
                "a picture" => new IndexMask(64, 48, ids, MaskFormat.RgbIds),
                _ => MadeUpClip.Square(frame),
            });
        }
        if (fault == "damaged") why = "00001.png";
        if (fault.StartsWith("damaged", StringComparison.Ordinal)) MadeUpClip.Truncate(In($"masks/odd/{(fault == "damaged" ? 1 : 3):00000}.png"));
        string csv = Path.Combine(_folder, "scores.csv"), page = Path.Combine(_folder, "scores.html");

        Outcome outcome = await RunAsync("--json", "--csv", csv, "--report", page);

        Assert.Equal(ExitCode.Fault, outcome.Code);
        Assert.Contains("1 of 3 clips cannot be scored and is left out", outcome.Error);
        (string name, string problems) = Assert.Single(LeftOut(outcome));
        Assert.Equal("odd", name);
        Assert.Contains(why, problems);
        Assert.Equal((1 + 7.0 / 9) / 2, Json(outcome).GetProperty("scores").GetProperty("j").GetProperty("mean").GetDouble(), 1e-12);
        Assert.Contains(
            File.ReadAllLines(csv), line => line.StartsWith("left out,odd,,,", StringComparison.Ordinal) && line.Contains(why, StringComparison.Ordinal));
        Assert.Contains("Left out", File.ReadAllText(page));
        Assert.Contains("odd: ", File.ReadAllText(page));

        Outcome table = await RunAsync();
        Assert.Equal(ExitCode.Fault, table.Code);
        Assert.All(new[] { "left out", "odd: ", "100.0", "77.8" }, part => Assert.Contains(part, table.Output));
    }

    [Fact]
    public async Task Ids_of_another_numbering_are_reported_once()
    {
        for (int frame = 0; frame < 5; frame++)
            foreach (string clip in new[] { "one", "two" }) Add("masks", clip, frame, MadeUpClip.Square(frame, id: 255));

        Outcome outcome = (await RunAsync("--json")).Succeeded();

        Assert.StartsWith("No id of the masks is one of the truth's: 255 against 1, 7", Json(outcome).GetProperty("hint").GetString());
        Assert.Equal(0, Json(outcome).GetProperty("scores").GetProperty("j").GetProperty("mean").GetDouble());
        Assert.Equal(2, (await RunAsync()).Succeeded().Output.Split("255 against 1, 7").Length);
        for (int frame = 0; frame < 5; frame++) Add("masks", "one", frame, MadeUpClip.Square(frame));
        Assert.StartsWith("In 1 of 2 clips no id", Json((await RunAsync("--json")).Succeeded()).GetProperty("hint").GetString());
    }

    [Fact]
    public async Task Void_pixels_do_not_count()
    {
        for (int frame = 0; frame < 5; frame++)
        {
            IndexMask truth = MadeUpClip.Square(frame);
            int[] rest = [.. truth.Ids.Select(id => id == 0 ? 255 : id)];
            Add("truth", "one", frame, new IndexMask(64, 48, rest));
            Add("masks", "one", frame, new IndexMask(64, 48, [.. rest.Select(_ => 1)])); // right wherever something is known
        }

        double with = J(await RunAsync("--json", "--void", "255")), without = J(await RunAsync("--json"));

        Assert.Equal((1 + 7.0 / 9) / 2, with, 1e-12);
        Assert.True(without < 0.5);
        Assert.Contains("removed from both masks", (await Livos.RunAsync("score", "--help")).Output.ReplaceLineEndings(" "));
        Assert.Equal(ExitCode.BadInput, (await RunAsync("--void", "0")).Code);

        static double J(Outcome outcome) => Json(outcome.Succeeded()).GetProperty("scores").GetProperty("j").GetProperty("mean").GetDouble();
    }

    [Fact]
    public async Task Hundreds_of_objects_do_not_fill_the_table()
    {
        for (int frame = 0; frame < 5; frame++)
        {
            var mask = new IndexMask(64, 48, [.. Enumerable.Range(0, 64 * 48).Select(i => i / 8 % 223)]);
            Add("truth", "one", frame, mask);
            Add("masks", "one", frame, mask);
        }

        Outcome outcome = (await RunAsync("--report", Path.Combine(_folder, "scores.html"))).Succeeded();

        Assert.InRange(outcome.Output.Split('\n').Length, 20, 40);
        Assert.Contains("202 more", outcome.Output);
        Assert.Contains("and 182 more objects", File.ReadAllText(Path.Combine(_folder, "scores.html")));
        Assert.Equal(222, Json((await RunAsync("--json")).Succeeded()).GetProperty("scores").GetProperty("clips")[0].GetProperty("objects").GetArrayLength());
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd", "'+cmd")]
    [InlineData("-cmd|' ,'!A0", "\"'-cmd|' ,'!A0\"")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("+7", "+7")]
    [InlineData("a=b", "a=b")]
    [InlineData("say \"it\"", "\"say \"\"it\"\"\"")]
    public async Task Names_are_no_formulas(string name, string cell)
    {
        foreach (string kind in new[] { "truth", "masks" }) Directory.Move(In($"{kind}/two"), In($"{kind}/{name}"));
        string csv = Path.Combine(_folder, "scores.csv");
        (await RunAsync("--csv", csv)).Succeeded();
        Assert.Contains(File.ReadAllLines(csv), line => line.StartsWith($"clip,{cell},,,", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_report_that_fails_costs_neither_table_nor_result()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a right there that not every user has.");
        MadeUpClip.Truncate(In("truth/one/00004.png")); // the last is not scored, but shown
        string csv = Path.Combine(_folder, "scores.csv"), page = Path.Combine(_folder, "scores.html");

        Outcome outcome = await RunAsync("--json", "--csv", csv, "--report", page);

        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains(In("truth/one/00004.png"), outcome.Error);
        Assert.Equal(6, Json(outcome).GetProperty("scored_frames").GetInt32());
        Assert.Equal(6, File.ReadAllLines(csv).Length);
        Assert.False(File.Exists(page));
    }

    [Fact]
    public async Task What_cannot_be_written_or_shown_is_refused_before_the_work()
    {
        byte[] truth = File.ReadAllBytes(In("truth/one/00001.png"));
        (await RunAsync("--csv", In("none/scores.csv"))).RefusedWith(In("none/scores.csv"), "does not exist");
        (await RunAsync("--csv", In("truth"))).RefusedWith(In("truth"), "is a folder");
        (await RunAsync("--csv", In("truth/one/00001.png"))).RefusedWith("truth/one/00001.png", "would overwrite");
        (await RunAsync("--report", In("masks/one/00001.png"))).RefusedWith("masks/one/00001.png", "would overwrite");
        (await RunAsync("--report", Path.Combine(_folder, "a.html"), "--frames", In("none"))).RefusedWith(In("none"));
        Assert.Equal(truth, File.ReadAllBytes(In("truth/one/00001.png")));
    }

    [Theory]
    [InlineData("truth")]
    [InlineData("masks")]
    [InlineData("subset")]
    public async Task Paths_that_are_empty_or_pipes_are_refused(string option)
    {
        (await OfAsync("")).RequireRefused();
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(0, (await ChildProcess.RunAsync("mkfifo", In("pipe"))).Code);
        if (option != "subset") (await OfAsync(In("pipe"))).RequireRefused();

        Task<Outcome> OfAsync(string path) => Livos.RunAsync(
        [
            "score", "--truth", option == "truth" ? path : In("truth"), "--masks", option == "masks" ? path : In("masks"),
            .. option == "subset" ? new[] { "--subset", path } : [],
        ]);
    }

    private Task<Outcome> RunAsync(params string[] more) => Livos.RunAsync(["score", "--truth", In("truth"), "--masks", In("masks"), .. more]);

    private string In(string name) => Path.Combine(_folder, name);

    private void Add(string kind, string clip, int frame, IndexMask mask)
    {
        Directory.CreateDirectory(In($"{kind}/{clip}"));
        Png.WriteMask(In($"{kind}/{clip}/{frame:00000}.png"), mask);
    }

    private static IEnumerable<(string Name, string Problems)> LeftOut(Outcome outcome) => Json(outcome).GetProperty("left_out").EnumerateArray().Select(
        clip => (clip.GetProperty("name").GetString()!, string.Join('\n', clip.GetProperty("problems").EnumerateArray().Select(each => each.GetString()))));

    private static JsonElement Json(Outcome outcome)
    {
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        return document.RootElement.Clone();
    }
}
