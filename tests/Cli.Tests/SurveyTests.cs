using System.Text.Json;
using LiVOS.Cli.Errors;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary><c>livos segment</c> looks at everything first, tells what it will do, and stops with all faults together.</summary>
public sealed class SurveyTests : IDisposable
{
    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task The_plan_is_printed_first()
    {
        File.WriteAllText(Path.Combine(_clip.Frames, "notes.txt"), "");
        Png.WriteMask(_clip.MaskPath(2), MadeUpClip.Square(20, id: 9));

        Outcome outcome = (await Livos.SegmentAsync(_clip)).Succeeded();

        string[] told = outcome.Error.TrimEnd().Split('\n');
        Assert.Equal("4 frames of 64x48, '00000' to '00003', seen by the network as they are.", told[0].TrimEnd());
        Assert.Contains("first of 2 masks lies on frame 0 ('00000')", told[1]);
        Assert.Contains("Object 1 from frame 0 on", told[2]);
        Assert.Contains("Object 9 from frame 2 on", told[3]);
        Assert.Contains("notes.txt", told[4]);
    }

    [Fact]
    public async Task The_same_stands_in_json()
    {
        Png.WriteMask(_clip.MaskPath(2), MadeUpClip.Square(20, id: 9));
        File.WriteAllText(Path.Combine(_clip.Frames, "notes.txt"), "");

        Outcome outcome = (await Livos.SegmentAsync(_clip, "--json")).Succeeded();

        JsonElement plan = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("plan");
        Assert.Equal((4, "00000", "00003", "name"), (Number("frames"), Text("first"), Text("last"), Text("order")));
        Assert.Equal((64, 48, 64, 48, 0), (Number("width"), Number("height"), Number("network_width"), Number("network_height"), Number("first_mask_frame")));
        Assert.Equal([0, 2], plan.GetProperty("masks").EnumerateArray().Select(mask => mask.GetProperty("frame").GetInt32()));
        Assert.Equal([1, 9], plan.GetProperty("object_ids").EnumerateArray().Select(id => id.GetInt32()));
        Assert.EndsWith("notes.txt", plan.GetProperty("left_out")[0].GetProperty("path").GetString());

        int Number(string name) => plan.GetProperty(name).GetInt32();
        string? Text(string name) => plan.GetProperty(name).GetString();
    }

    [Fact]
    public async Task All_faults_are_reported_together_and_nothing_is_written()
    {
        File.WriteAllBytes(_clip.FramePath(1), []);
        Png.Write(_clip.FramePath(3), MadeUpClip.Picture(3, width: 32));
        Png.WriteMask(_clip.MaskPath(2), MadeUpClip.Square(2, height: 40));
        File.Move(_clip.MaskPath(0), _clip.MaskPath(77));

        Outcome outcome = await Livos.SegmentAsync(_clip);

        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains("there are 4 problems", outcome.Error);
        Assert.All(
            [(_clip.FramePath(1), "empty"), (_clip.FramePath(3), "32x48"), (_clip.MaskPath(2), "64x40"), (_clip.MaskPath(77), "no frame")],
            fault => Assert.Contains(outcome.Error.Split('\n'), line => line.Contains(fault.Item1) && line.Contains(fault.Item2)));
        Assert.False(Directory.Exists(_clip.Out));
    }

    [Fact]
    public async Task Of_very_many_faults_the_first_are_reported()
    {
        using var many = new MadeUpClip(frames: 60);
        for (int frame = 1; frame < 60; frame++) File.WriteAllBytes(many.FramePath(frame), []);
        Outcome outcome = await Livos.SegmentAsync(many);
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains("59 problems", outcome.Error);
        Assert.Contains("and 39 more", outcome.Error);
        Assert.InRange(outcome.Error.Split('\n').Length, 20, 25);
    }

    [Fact]
    public async Task Frames_before_the_first_mask_get_black_masks_and_it_is_reported()
    {
        File.Delete(_clip.MaskPath(0));
        Png.WriteMask(_clip.MaskPath(2), MadeUpClip.Square(2));

        Outcome outcome = (await Livos.SegmentAsync(_clip, "--overlay")).Succeeded();

        Assert.Contains("frame 2 ('00002'); the 2 frames before get black masks", outcome.Error);
        Assert.Equal(8, _clip.Written.Length);
        Assert.Empty(Png.ReadMask(_clip.OutPath(0)).ObjectIds);
        Assert.Empty(Png.ReadMask(_clip.OutPath(1)).ObjectIds);
        Assert.Equal([1], Png.ReadMask(_clip.OutPath(2)).ObjectIds);
        Assert.Equal(MadeUpClip.Picture(0).Rgb, Picture.Read(Path.Combine(_clip.Out, "overlay", "00000.png")).Rgb);
    }

    [Fact]
    public async Task Smooth_edges_are_refused_and_taken_by_a_threshold()
    {
        IndexMask smooth = MadeUpClip.Square(0, 255, MaskFormat.Grey);
        Random random = new(1);
        for (int i = 0; i < smooth.Ids.Length; i++)
            if (smooth.Ids[i] != 0 && (smooth.Ids[i - 1] == 0 || smooth.Ids[i - MadeUpClip.Width] == 0 || smooth.Ids[i + 1] == 0))
                smooth.Ids[i] = random.Next(130, 250);
        Png.WriteMask(_clip.MaskPath(0), smooth);

        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.MaskPath(0), "ids lie only on edges: smooth edges;", "--mask-threshold 128");
        Assert.False(Directory.Exists(_clip.Out));

        (await Livos.SegmentAsync(_clip, "--mask-threshold", "128", "--mask-id", "7")).Succeeded();
        Assert.True(RegionSimilarity.Of(Png.ReadMask(_clip.OutPath(0)), MadeUpClip.Square(0, 7), 7) > 0.95);
    }

    [Theory]
    [InlineData("--mask-threshold", "0")]
    [InlineData("--mask-threshold", "256")]
    [InlineData("--mask-id", "3")]
    [InlineData("--mask-id", "0", "--mask-threshold", "128")]
    [InlineData("--background", "-1")]
    public async Task Options_that_say_nothing_are_refused(params string[] options)
    {
        Outcome outcome = await Livos.SegmentAsync(_clip, options);
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains(options[0], outcome.Error);
    }

    [Fact]
    public async Task A_photograph_is_no_mask_first_or_later()
    {
        Random random = new(1);
        var photograph = new IndexMask(
            MadeUpClip.Width, MadeUpClip.Height, [.. Enumerable.Range(0, MadeUpClip.Width * MadeUpClip.Height).Select(_ => random.Next(1 << 24))],
            MaskFormat.RgbIds);
        Png.WriteMask(_clip.MaskPath(0), MadeUpClip.Square(0, format: MaskFormat.RgbIds));
        Png.WriteMask(_clip.MaskPath(2), photograph);
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.MaskPath(2), "photograph");
        Png.WriteMask(_clip.MaskPath(0), photograph);
        File.Delete(_clip.MaskPath(2));
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.MaskPath(0), "photograph");
    }

    [Fact]
    public async Task Another_background_can_be_given()
    {
        IndexMask square = MadeUpClip.Square(0);
        Png.WriteMask(_clip.MaskPath(0), new IndexMask(square.Width, square.Height, [.. square.Ids.Select(id => 1 - id)]));
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.MaskPath(0), "--background 1");
        (await Livos.SegmentAsync(_clip, "--background", "1")).Succeeded();
        Assert.True(RegionSimilarity.Of(Png.ReadMask(_clip.OutPath(0)), square, 1) > 0.99);
    }

    [Fact]
    public async Task The_alpha_of_a_cut_out_is_a_mask_where_it_is_asked_for()
    {
        File.Copy(Repository.PathOf("tests/Media.Tests/fixtures/png/rgbalpha8.png"), _clip.MaskPath(0), overwrite: true);
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.MaskPath(0), "--mask-from-alpha");
    }

    [Fact]
    public async Task Very_many_objects_do_not_fill_the_report()
    {
        int[] ids = new int[MadeUpClip.Width * MadeUpClip.Height];
        for (int i = 0; i < 120; i++)
            for (int y = 0; y < 4; y++) ids.AsSpan((i / 12 * 4 + y + 2) * MadeUpClip.Width + 2 + i % 12 * 5, 4).Fill(2 * i + 1);
        Png.WriteMask(_clip.MaskPath(0), new IndexMask(MadeUpClip.Width, MadeUpClip.Height, ids));
        Outcome outcome = (await Livos.SegmentAsync(_clip)).Succeeded();
        Assert.Contains("and 112 more", outcome.Error);
        Assert.Contains("and 112 more", outcome.Output);
    }

    [Fact]
    public async Task More_objects_than_a_run_can_follow_are_refused()
    {
        int[] ids = new int[MadeUpClip.Width * MadeUpClip.Height];
        for (int i = 0; i < 256; i++)
            for (int y = 0; y < 2; y++) ids.AsSpan((i / 16 * 3 + y) * MadeUpClip.Width + i % 16 * 4, 3).Fill(i + 1);
        Png.WriteMask(_clip.MaskPath(0), new IndexMask(MadeUpClip.Width, MadeUpClip.Height, ids, MaskFormat.Grey16));
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.Masks, "256 objects", "at most 255");
    }

    [Fact]
    public async Task Old_masks_of_a_longer_clip_are_reported_and_stay()
    {
        Directory.CreateDirectory(_clip.Out);
        Png.WriteMask(_clip.OutPath(7), MadeUpClip.Square(7));
        Outcome outcome = (await Livos.SegmentAsync(_clip)).Succeeded();
        Assert.Contains("00007.png", outcome.Error);
        Assert.True(File.Exists(_clip.OutPath(7)));
    }
}
