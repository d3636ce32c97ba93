using System.Text.Json;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Tests;

/// <summary>Confidence on the command line: the page of a run, and the frames to correct.</summary>
public sealed class SuggestTests : IDisposable
{
    private readonly MadeUpClip _clip = new(frames: 6);

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task A_run_has_a_page_and_its_scores_name_frames()
    {
        Outcome run = await Livos.RunAsync(
            "segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, "--size", "48", "--scores", _clip["scores.jsonl"], "--report",
            _clip["page.html"]);
        run.Succeeded();
        string page = File.ReadAllText(_clip["page.html"]);
        Assert.Contains("object 1: mean 0.", page);
        Assert.Contains("Frames to correct", page);

        Outcome suggest = await Livos.RunAsync("suggest", _clip["scores.jsonl"], "--count", "2", "--json", "--report", _clip["other.html"]);

        suggest.Succeeded();
        JsonElement report = JsonDocument.Parse(suggest.Output).RootElement;
        Assert.Equal(6, report.GetProperty("frames").GetInt32());
        Assert.InRange(report.GetProperty("suggestions").GetArrayLength(), 0, 2);
        Assert.Contains("object 1: mean 0.", File.ReadAllText(_clip["other.html"]));
    }

    [Fact]
    public async Task Suggestions_are_a_table()
    {
        File.WriteAllLines(_clip["scores.jsonl"], Enumerable.Range(0, 20).Select(frame =>
            $"{{\"frame\":{frame},\"objects\":[{{\"id\":4,\"mean_p\":{(frame is 12 or 13 ? "0.4" : "0.9")}}}]}}"));

        Outcome outcome = (await Livos.RunAsync("suggest", _clip["scores.jsonl"])).Succeeded();

        Assert.Matches(@"│\s+12 │\s+4 │\s+0.40 │\s+2 │\s+0 │", outcome.Output);
    }

    [Theory]
    [InlineData("missing.jsonl", "cannot be read")]
    [InlineData("frames/00000.png", "no scores")]
    public async Task Files_without_scores_are_refused(string name, string complaint)
    {
        Outcome outcome = await Livos.RunAsync("suggest", _clip[name]);
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains(complaint, outcome.Error);
        Assert.Contains(name, outcome.Error);
    }

    [Fact]
    public async Task The_page_may_not_overwrite_what_is_read()
    {
        Outcome outcome = await Livos.RunAsync(
            "segment", _clip.Frames, "--masks", _clip.MaskPath(0), "--out", _clip.Out, "--report", _clip.MaskPath(0));
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains("would overwrite", outcome.Error);
    }
}
