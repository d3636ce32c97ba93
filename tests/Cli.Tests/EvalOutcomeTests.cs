using System.Text.Json;
using LiVOS.Cli.Errors;
using LiVOS.Evaluation.Tests;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>What <c>livos eval</c> tells of data sets with too much in them, and where some of its work fails.</summary>
public class EvalOutcomeTests
{
    [Fact]
    public async Task Masks_that_the_rules_withhold_are_reported()
    {
        using var data = new TinyDataSet("y19-val");
        foreach (int frame in Enumerable.Range(0, TinyDataSet.Frames))
            data.AddMask($"valid/Annotations/apple/{frame:00000}.png", TinyDataSet.Mask(frame, second: false));

        Outcome outcome = await Livos.RunAsync("eval", "--dataset", "y19-val", "--root", data.Root, "--out", data.Out, "--size", "48");

        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);
        Assert.Contains("each object's first mask only; 5 more masks were there", outcome.Output);
        JsonElement report = await EvalTests.EvalAsync(data, "y19-val", "--size", "48");
        Assert.Equal(5, report.GetProperty("withheld_masks").GetInt32());
    }

    [Fact]
    public async Task Truth_that_cannot_be_read_costs_its_own_clip_only()
    {
        using var data = new TinyDataSet("generic");
        MadeUpClip.Truncate(data.In("Annotations/apple/00002.png"));

        Outcome outcome = await Livos.RunAsync(
            "eval", "--dataset", "generic", "--root", data.Root, "--out", data.Out, "--size", "48", "--json", "--report", data["page.html"]);

        Assert.Equal(ExitCode.Fault, outcome.Code);
        Assert.Contains("1 of 2 clips cannot be scored and is left out", outcome.Error);
        using JsonDocument report = JsonDocument.Parse(outcome.Output);
        JsonElement leftOut = Assert.Single(report.RootElement.GetProperty("left_out").EnumerateArray());
        Assert.Equal("apple", leftOut.GetProperty("name").GetString());
        Assert.Contains("apple/00002.png", leftOut.GetProperty("problems")[0].GetString());
        Assert.Equal("bear", Assert.Single(report.RootElement.GetProperty("scores").GetProperty("clips").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_costs_nothing_else()
    {
        using var data = new TinyDataSet("generic");
        MadeUpClip.Truncate(data.In("Annotations/apple/00005.png")); // not scored, but shown

        Outcome outcome = await Livos.RunAsync(
            "eval", "--dataset", "generic", "--root", data.Root, "--out", data.Out, "--size", "48", "--json", "--report", data["page.html"]);

        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains("apple/00005.png", outcome.Error);
        using JsonDocument report = JsonDocument.Parse(outcome.Output);
        Assert.Equal(2, report.RootElement.GetProperty("scores").GetProperty("clips").GetArrayLength());
        Assert.False(File.Exists(data["page.html"]));
    }

    [Fact]
    public async Task Objects_of_later_masks_need_memory_too()
    {
        using var data = new TinyDataSet("lvos-test"); // the second object of its second clip comes in later
        (await Livos.RunAsync(
            "eval", "--dataset", "lvos-test", "--root", data.Root, "--out", data.Out, "--device", "cpu", "--memory-limit", "1000000"))
            .RefusedWith("needs", "object", "at 640x480");
        Directory.Delete(data.In("test/JPEGImages/apple"), recursive: true);
        Directory.Delete(data.In("test/Annotations/apple"), recursive: true);
        (await Livos.RunAsync(
            "eval", "--dataset", "lvos-test", "--root", data.Root, "--out", data.Out, "--device", "cpu", "--memory-limit", "1000000"))
            .RefusedWith("needs", "2 objects at 640x480");
        Assert.False(Path.Exists(data.Out));
    }

    [Theory]
    [InlineData("JPEGImages/bear/00001.jpg")]
    [InlineData("Annotations/bear/00001.png")]
    [InlineData("Annotations/bear/00000.png")]
    public async Task A_report_does_not_replace_what_is_read(string file)
    {
        using var data = new TinyDataSet("generic");
        byte[] before = File.ReadAllBytes(data.In(file));
        File.CreateSymbolicLink(data["link.html"], data.In(file));
        foreach (string page in new[] { data.In(file), data["link.html"] })
            (await Livos.RunAsync("eval", "--dataset", "generic", "--root", data.Root, "--out", data.Out, "--size", "48", "--report", page))
                .RefusedWith(page, "would overwrite");
        Assert.Equal(before, File.ReadAllBytes(data.In(file)));
    }

    [Fact]
    public async Task Help_lists_the_data_sets()
    {
        string help = string.Join(' ', (await Livos.RunAsync("eval", "--help")).Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(LiVOS.Evaluation.DataSets.Layouts.All, layout => Assert.Contains(layout.Name, help));
    }
}
