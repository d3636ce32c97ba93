using System.IO.Compression;
using System.Text.Json;
using LiVOS.Cli.Errors;
using LiVOS.Evaluation.DataSets;
using LiVOS.Evaluation.Tests;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>What <c>livos eval</c> writes, by the rules of each data set (docs/network.md#evaluation-protocol, #submissions).</summary>
public class EvalTests
{
    public static TheoryData<string> Names => [.. Layouts.All.Select(layout => layout.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Masks_are_those_that_are_asked_for_of_the_kind_that_was_given(string name)
    {
        using var data = new TinyDataSet(name);
        DataSet set = Layouts.Named(name).Open(data.Root);

        await EvalAsync(data, name);

        string[] expected = [.. set.Clips.SelectMany(clip => clip.SavedFrames.Select(frame => $"{clip.Name}/{frame}.png")).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, FilesIn(Path.Combine(data.Out, "Annotations")));
        Assert.All(set.Clips, clip => Assert.All(clip.SavedFrames, frame =>
        {
            IndexMask mask = Png.ReadMask(Path.Combine(data.Out, "Annotations", clip.Name, frame + ".png"));
            Assert.Equal((TinyDataSet.Width, TinyDataSet.Height, clip.Given.Format), (mask.Width, mask.Height, mask.Format));
            Assert.Equal(clip.Given.Palette?.Rgb.ToArray(), mask.Palette?.Rgb.ToArray());
            Assert.Subset(clip.ObjectIds.ToHashSet(), mask.ObjectIds.ToHashSet());
        }));
    }

    [Theory]
    [InlineData("d17-val", "JPEGImages/480p/bear", "Annotations/480p/bear/00000.png", 480)]
    [InlineData("lvos-test", "test/JPEGImages/bear", "test/Annotations/bear", 480)]
    [InlineData("generic", "JPEGImages/bear", "Annotations/bear/00000.png", TinyDataSet.Height)]
    public async Task Masks_are_those_of_livos_segment_at_the_data_sets_size(string name, string frames, string masks, int size)
    {
        using var data = new TinyDataSet(name);

        await EvalAsync(data, name);

        (await Livos.RunAsync("segment", data.In(frames), "--masks", data.In(masks), "--out", data["segmented"], "--size", $"{size}")).Succeeded();
        string[] files = [.. FilesIn(data["segmented"]).Where(file => file.EndsWith(".png"))];
        Assert.Equal(TinyDataSet.Frames, files.Length);
        Assert.All(files, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(data["segmented"], file)), File.ReadAllBytes(Path.Combine(data.Out, "Annotations/bear", file))));
    }

    [Theory]
    [InlineData("y18-val", "Annotations/")]
    [InlineData("y19-val", "Annotations/")]
    [InlineData("lvos-test", "Annotations/")]
    [InlineData("d17-test-dev", "")]
    [InlineData("mose-val", "")]
    public async Task The_zip_is_what_the_server_takes(string name, string prefix)
    {
        using var data = new TinyDataSet(name);

        JsonElement report = await EvalAsync(data, name);

        Assert.Equal(Path.Combine(data.Out, name + ".zip"), report.GetProperty("submission").GetString());
        using ZipArchive zip = ZipFile.OpenRead(Path.Combine(data.Out, name + ".zip"));
        string masks = Path.Combine(data.Out, "Annotations");
        Assert.Equal(FilesIn(masks).Select(file => prefix + file), zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.All(zip.Entries, entry =>
        {
            using var bytes = new MemoryStream();
            using (Stream stream = entry.Open()) stream.CopyTo(bytes);
            Assert.Equal(File.ReadAllBytes(Path.Combine(masks, entry.FullName[prefix.Length..])), bytes.ToArray());
        });
    }

    [Theory]
    [InlineData("d16-val")]
    [InlineData("d17-val")]
    [InlineData("lvos-val")]
    [InlineData("generic")]
    public async Task With_ground_truth_there_are_scores_and_nothing_to_submit(string name)
    {
        using var data = new TinyDataSet(name);

        JsonElement report = await EvalAsync(data, name);

        Assert.Equal(JsonValueKind.Null, report.GetProperty("submission").ValueKind);
        Assert.Empty(Directory.GetFiles(data.Out, "*.zip"));
        JsonElement scores = report.GetProperty("scores");
        Assert.InRange(scores.GetProperty("j").GetProperty("mean").GetDouble(), 0.25, 1); // where only the first mask is given, object 2 is not found

        // And they are what 'livos score' says of the folders.
        string truth = data.In(name switch { "generic" => "Annotations", "lvos-val" => "valid", _ => "Annotations/480p" });
        Outcome scored = (await Livos.RunAsync("score", "--truth", truth, "--masks", data.Out, "--json")).Succeeded();
        using JsonDocument document = JsonDocument.Parse(scored.Output);
        Assert.Equal(
            JsonSerializer.Serialize(document.RootElement.GetProperty("scores")), JsonSerializer.Serialize(scores));
    }

    [Theory]
    [InlineData("burst-val", "val")]
    [InlineData("burst-test", "test")]
    public async Task BURST_takes_the_annotation_file_with_predicted_run_lengths(string name, string split)
    {
        using var data = new TinyDataSet(name);

        JsonElement report = await EvalAsync(data, name);

        string file = Path.Combine(data.Out, "predictions.json");
        Assert.Equal(file, report.GetProperty("submission").GetString());
        using JsonDocument given = JsonDocument.Parse(File.ReadAllText(data.In($"{split}/first_frame_annotations.json")));
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal(given.RootElement.EnumerateObject().Select(each => each.Name), written.RootElement.EnumerateObject().Select(each => each.Name));
        Assert.True(JsonElement.DeepEquals(given.RootElement.GetProperty("categories"), written.RootElement.GetProperty("categories")));
        foreach ((JsonElement before, JsonElement after) in Sequences(given).Zip(Sequences(written)))
        {
            Assert.All(
                before.EnumerateObject().Where(each => each.Name != "segmentations"),
                each => Assert.True(JsonElement.DeepEquals(each.Value, after.GetProperty(each.Name))));
            string clip = $"{before.GetProperty("dataset").GetString()}_-_{before.GetProperty("seq_name").GetString()}";
            string[] frames = [.. before.GetProperty("annotated_image_paths").EnumerateArray().Select(each => Path.ChangeExtension(each.GetString(), null)!)];
            JsonElement[] asGiven = [.. before.GetProperty("segmentations").EnumerateArray()];
            JsonElement[] asWritten = [.. after.GetProperty("segmentations").EnumerateArray()];
            Assert.Equal(frames.Length, asWritten.Length);
            for (int i = 0; i < frames.Length; i++)
            {
                IndexMask mask = Png.ReadMask(Path.Combine(data.Out, "Annotations", clip, frames[i] + ".png"));
                Assert.All(asGiven[i].EnumerateObject(), each => Assert.True(JsonElement.DeepEquals(each.Value, asWritten[i].GetProperty(each.Name))));
                JsonProperty[] predicted = [.. asWritten[i].EnumerateObject().Where(each => !asGiven[i].TryGetProperty(each.Name, out _))];
                string[] ids = [.. asGiven[i].EnumerateObject().Select(each => each.Name)];
                Assert.Equal(mask.ObjectIds.Select(id => $"{id}").Except(ids), predicted.Select(each => each.Name));
                foreach (JsonProperty each in predicted)
                {
                    int id = int.Parse(each.Name);
                    int[] decoded = new int[mask.Ids.Length];
                    CocoRunLength.Decode(each.Value.GetProperty("rle").GetString()!, mask.Width, mask.Height, decoded, id);
                    Assert.Equal(mask.Ids.Select(value => value == id ? id : 0), decoded);
                }
            }
            Assert.Contains(asWritten, segments => segments.EnumerateObject().Any(each => !each.Value.TryGetProperty("is_gt", out _)));
        }
        Assert.True(report.GetProperty("scores").GetProperty("j").GetProperty("mean").GetDouble() > 0.4);
    }

    [Fact]
    public async Task The_table_tells_scores_speed_and_memory()
    {
        using var data = new TinyDataSet("d17-val");
        Outcome outcome = await Livos.RunAsync("eval", "--dataset", "d17-val", "--root", data.Root, "--out", data.Out, "--size", "48");
        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);
        Assert.All(new[] { "apple", "bear", "J&F", "network fps", "2 segmented", "on the device" }, part => Assert.Contains(part, outcome.Output));
        Assert.Contains("2 of 2 clips", outcome.Error);

        JsonElement report = await EvalAsync(data, "d17-val", "--size", "48");
        Assert.Equal(48, report.GetProperty("size").GetInt32());
        Assert.Equal(0, report.GetProperty("clips_run").GetInt32());
        Assert.Equal(12, report.GetProperty("frames").GetInt32());
        Assert.All(report.GetProperty("clips").EnumerateArray(), clip =>
        {
            Assert.True(clip.GetProperty("network_frames_per_second").GetDouble() >= clip.GetProperty("frames_per_second").GetDouble());
            Assert.True(clip.GetProperty("device_bytes").GetInt64() > 1_000_000);
        });
    }

    [Theory]
    [InlineData("lvos-val", true)]
    [InlineData("burst-val", true)]
    [InlineData("mose-val", false)]
    public async Task A_report_is_written_with_pictures_of_every_clip(string name, bool hasTruth)
    {
        using var data = new TinyDataSet(name);
        await EvalAsync(data, name, "--size", "48", "--report", data["report.html"]);

        string html = File.ReadAllText(data["report.html"]);
        Assert.Contains($"LiVOS on {name}", html);
        Assert.Contains("livos-nano.safetensors", html);
        Assert.Equal(6, html.Split("<figure>").Length - 1);
        Assert.Equal(hasTruth, html.Contains("<polyline class", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clips_side_by_side_give_the_same_masks()
    {
        using var data = new TinyDataSet("lvos-val");
        await EvalAsync(data, "lvos-val", "--size", "48");
        Outcome outcome = await Livos.RunAsync(
            "eval", "--dataset", "lvos-val", "--root", data.Root, "--out", data["two"], "--size", "48", "--jobs", "2", "--threads", "2");
        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);

        string one = Path.Combine(data.Out, "Annotations"), two = Path.Combine(data["two"], "Annotations");
        Assert.Equal(FilesIn(one), FilesIn(two));
        Assert.All(FilesIn(one), file => Assert.Equal(File.ReadAllBytes(Path.Combine(one, file)), File.ReadAllBytes(Path.Combine(two, file))));
    }

    internal static string[] FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal)];

    internal static async Task<JsonElement> EvalAsync(TinyDataSet data, string name, params string[] more)
    {
        Outcome outcome = await Livos.RunAsync(["eval", "--dataset", name, "--root", data.Root, "--out", data.Out, "--json", .. more]);
        Assert.True(outcome.Code == ExitCode.Done, $"exit code {outcome.Code}: {outcome.Error}");
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        return document.RootElement.Clone();
    }

    private static IEnumerable<JsonElement> Sequences(JsonDocument document) => document.RootElement.GetProperty("sequences").EnumerateArray();
}
