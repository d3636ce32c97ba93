using System.Text.Json;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>Real masks, scored by vos-benchmark and davis2017-evaluation themselves.</summary>
public class PublishedToolsTests
{
    [SkippableFact]
    public void Scores_are_those_of_the_published_tools()
    {
        string? folder = Environment.GetEnvironmentVariable("LIVOS_METRICS") ?? Repository.Find("shared/metrics");
        Skip.If(folder is null, "There are no scored masks here; LIVOS_METRICS names their folder.");
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        string[] clips = [.. expected.RootElement.EnumerateObject().Select(property => property.Name).Where(name => name != "global")];
        Assert.NotEmpty(clips);

        IReadOnlyList<ClipScore> scores = Scorer.Score([.. clips.Select(clip => new ClipToScore(
            clip, MaskFolder.Open(Path.Combine(folder, "gt", clip)), MaskFolder.Open(Path.Combine(folder, "pred", clip))))]).Clips;

        foreach (ClipScore clip in scores)
        {
            JsonElement objects = expected.RootElement.GetProperty(clip.Name);
            Assert.Equal(objects.EnumerateObject().Select(property => property.Name), clip.Objects.Select(each => $"{each.Id}"));
            foreach (ObjectScore each in clip.Objects)
            {
                JsonElement values = objects.GetProperty($"{each.Id}");
                Assert.Equal(values.GetProperty("J").GetDouble(), 100 * each.J.Mean, 1e-6);
                Assert.Equal(values.GetProperty("F").GetDouble(), 100 * each.F.Mean, 1e-6);
            }
        }
        JsonElement global = expected.RootElement.GetProperty("global");
        SetScore all = SetScore.Of(scores)!;
        Assert.Equal(global.GetProperty("J").GetDouble(), 100 * all.J.Mean, 1e-6);
        Assert.Equal(global.GetProperty("F").GetDouble(), 100 * all.F.Mean, 1e-6);
        Assert.Equal(global.GetProperty("J&F").GetDouble(), 100 * all.JAndF, 1e-6);
    }
}
