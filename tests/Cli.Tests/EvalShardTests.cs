using System.Text.Json;
using LiVOS.Evaluation.Tests;

namespace LiVOS.Cli.Tests;

/// <summary>Evaluations in parts, and their scores as one.</summary>
public sealed class EvalShardTests : IDisposable
{
    private readonly TinyDataSet _data = new("lvos-val");
    private readonly TinyDataSet _server = new("mose-val");

    public void Dispose()
    {
        _data.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)] // more parts than clips
    public async Task Merged_scores_are_those_of_one_evaluation(int parts)
    {
        List<string> reports = [];
        for (int part = parts; part >= 1; part--)
        {
            string file = Path.Combine(_data.Root, $"part-{part}.json");
            File.WriteAllText(file, (await EvalAsync(_data, "lvos-val", "--shard", $"{part}/{parts}")).RequireDone().Output);
            reports.Add(file);
        }
        JsonElement whole = Json((await EvalAsync(_data, "lvos-val")).RequireDone());
        Assert.Equal(0, whole.GetProperty("clips_run").GetInt32());
        string csv = Path.Combine(_data.Root, "scores.csv");

        JsonElement merged = Json((await Livos.RunAsync(["merge", .. reports, reports[0], "--json", "--csv", csv])).Succeeded());

        Assert.Equal(whole.GetProperty("scores").GetRawText(), merged.GetProperty("scores").GetRawText());
        Assert.Contains("clip,apple", File.ReadAllText(csv));
        Assert.Contains("apple", (await Livos.RunAsync(["merge", .. reports])).Succeeded().Output);
    }

    /// <summary>The part that finds all clips complete packs them.</summary>
    [Fact]
    public async Task The_last_part_packs_what_the_server_takes()
    {
        JsonElement first = Json((await EvalAsync(_server, "mose-val", "--shard", "2/2")).RequireDone());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("submission").ValueKind);
        Assert.Equal("2/2", first.GetProperty("shard").GetString());
        JsonElement last = Json((await EvalAsync(_server, "mose-val", "--shard", "1/2")).RequireDone());
        Assert.True(File.Exists(last.GetProperty("submission").GetString()));
    }

    /// <summary>Parts may run at the same time, but no part twice, and none beside a whole evaluation.</summary>
    [Fact]
    public async Task Parts_share_a_folder()
    {
        (await EvalAsync(_server, "mose-val", "--shard", "1/2")).RequireDone();
        using (var held = Cli.DataSets.FolderLock.Take(Path.Combine(_server.Out, "run.lock"), _server.Out, shared: true))
        {
            (await EvalAsync(_server, "mose-val", "--shard", "2/2")).RequireDone();
            (await EvalAsync(_server, "mose-val")).RefusedWith("Another evaluation is writing");
        }
        using (var held = Cli.DataSets.FolderLock.Take(Path.Combine(_server.Out, "run-1-of-2.lock"), _server.Out))
            (await EvalAsync(_server, "mose-val", "--shard", "1/2")).RefusedWith("Another evaluation is writing");
    }

    [Fact]
    public async Task Reports_that_do_not_belong_together_are_refused()
    {
        string one = Path.Combine(_data.Root, "one.json"), other = Path.Combine(_data.Root, "other.json"), none = Path.Combine(_data.Root, "none.json");
        string text = (await EvalAsync(_data, "lvos-val")).RequireDone().Output;
        File.WriteAllText(one, text);
        File.WriteAllText(other, text.Replace("\"scored_frames\": 4", "\"scored_frames\": 3"));
        File.WriteAllText(none, "{}");

        Outcome outcome = await Livos.RunAsync("merge", one, other, none);

        outcome.RequireRefused();
        Assert.Contains("have different scores of the clip 'apple'", outcome.Error);
        Assert.Contains("none.json' is no report", outcome.Error);
    }

    private static Task<Outcome> EvalAsync(TinyDataSet data, string name, params string[] more) =>
        Livos.RunAsync(["eval", "--dataset", name, "--root", data.Root, "--out", data.Out, "--size", "48", "--device", "cpu", "--json", .. more]);

    private static JsonElement Json(Outcome outcome) => JsonDocument.Parse(outcome.Output).RootElement;
}
