using System.Text.Json;
using LiVOS.Cli.Files;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>Masks made of clicks and boxes, with a head that draws what was said.</summary>
public sealed class ClickTests : IDisposable
{
    private readonly MadeUpClip _clip = new();

    public ClickTests() => HeadedWeights.Write(Weights);

    private string Weights => _clip["headed.safetensors"];

    private string MaskPath => _clip["mask.png"];

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task A_box_becomes_a_mask()
    {
        Outcome outcome = (await ClickAsync("--box", "8,12,40,36", "--id", "3", "--json")).Succeeded();

        IndexMask mask = Png.ReadMask(MaskPath);
        Assert.Equal([3], mask.ObjectIds);
        Assert.Equal((MadeUpClip.Width, MadeUpClip.Height), (mask.Width, mask.Height));
        Assert.Equal([3, 3, 0, 0], At(mask, (12, 16), (36, 32), (2, 24), (50, 24)));
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(mask.Ids.Count(id => id == 3), report.GetProperty("area").GetInt32());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("preview").ValueKind);
    }

    [Fact]
    public async Task Clicks_and_lines_count_and_a_preview_shows_them()
    {
        Outcome outcome = (await ClickAsync(
            "--at", "3,3:-", "--at", "20,20", "--at", "50,40:+", "--line", "30,10 60,10", "--preview")).Succeeded();

        Assert.Contains("mask-preview.png", outcome.Output);
        IndexMask mask = Png.ReadMask(MaskPath);
        Assert.Equal([1, 1, 1, 1, 0, 0], At(mask, (20, 20), (50, 40), (32, 10), (58, 10), (3, 3), (35, 30)));
        Picture frame = Picture.Read(_clip.FramePath(0)), preview = Picture.Read(_clip["mask-preview.png"]);
        Assert.Equal(Pixel(frame, 35, 30), Pixel(preview, 35, 30));
        Assert.NotEqual(Pixel(frame, 20, 20), Pixel(preview, 20, 20));
    }

    [Fact]
    public async Task A_click_beside_the_object_takes_away()
    {
        (await ClickAsync("--box", "8,8,56,40", "--at", "32,24:-")).Succeeded();
        Assert.Equal([1, 0], At(Png.ReadMask(MaskPath), (12, 12), (32, 24)));
    }

    /// <summary>All faults of prompts are told at once, and nothing is written.</summary>
    [Theory]
    [InlineData("--at 64,10", "64,10 lies outside", "which is 64x48: give X from 0 to 63")]
    [InlineData("--at 10,10:-", "where it is not", "add a click on it, or a box")]
    [InlineData("--box 10,10,10,20", "The box 10,10,10,20 has no area")]
    [InlineData("--box 10,20,30,5", "The box 10,20,30,5 has no area")]
    [InlineData("--box 70,10,90,20", "The box 70,10,90,20 lies outside")]
    [InlineData("--at 10", "--at is '10'", "320,180 or 10,10:-")]
    [InlineData("--at 10,10:x", "--at is '10,10:x'")]
    [InlineData("--box 1,2,3", "--box is '1,2,3'", "X0,Y0,X1,Y1")]
    [InlineData("--id 300 --at 1,1", "--id is 300, but must be at most 255")]
    [InlineData("--id 0 --at 1,1", "--id is 0, but must be at least 1")]
    public async Task Bad_prompts_are_refused(string options, params string[] parts)
    {
        Outcome outcome = await ClickAsync(options.Split(' '));
        outcome.RequireRefused();
        Assert.All(parts, part => Assert.Contains(part, outcome.Error));
        Assert.False(File.Exists(MaskPath));
    }

    [Fact]
    public async Task What_is_missing_is_told()
    {
        (await ClickAsync()).RefusedFirstWith("Nothing says where the object is; give --at, --line or --box.");
        (await Livos.RunAsync("click", _clip["none.png"], "--at", "1,1", "--out", MaskPath, "--weights", Weights)).RefusedWith("none.png");
        (await Livos.RunAsync("click", _clip.FramePath(0), "--at", "1,1", "--out", _clip["mask.jpg"], "--weights", Weights)).RefusedWith("must end in .png");
        (await Livos.RunAsync("click", _clip.FramePath(0), "--at", "1,1", "--out", _clip.FramePath(0), "--weights", Weights)).RefusedWith("would overwrite");
        (await ClickAsync("--mask", _clip.MaskPath(0), "--id", "2", "--at", "1,1")).RefusedWith("The mask does not show object 2, but 1");
    }

    /// <summary>Weights without a head work for all else.</summary>
    [Fact]
    public async Task Weights_without_a_head_are_refused()
    {
        string bare = _clip["bare.safetensors"];
        HeadedWeights.WriteWithout(bare);
        string[] said = ["bare.safetensors' has no click head", "the bundled livos-nano.safetensors has one"];
        (await Livos.RunAsync("click", _clip.FramePath(0), "--at", "9,9", "--out", MaskPath, "--weights", bare)).RefusedWith(said);
        (await Livos.RunAsync("segment", _clip.Frames, "--click", "0:9,9", "--out", _clip.Out, "--weights", bare)).RefusedWith(said);
        (await Livos.SegmentAsync(_clip, "--weights", bare)).Succeeded();
    }

    [Fact]
    public async Task A_clip_is_segmented_from_clicks_and_boxes()
    {
        (await SegmentAsync("--box", "0:10,12,26,28", "--click", "0:18,20:+:1", "--click", "2:50,40:+:2", "--click", "2:5,5:-:2")).RequireDone();

        Assert.Equal(4, Directory.GetFiles(_clip.Out, "*.png").Length);
        IndexMask first = Png.ReadMask(_clip.OutPath(0)), third = Png.ReadMask(_clip.OutPath(2));
        Assert.Equal([1, 0], At(first, (18, 20), (50, 40)));
        Assert.Equal(2, At(third, (50, 40))[0]);
        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath(), "livos-clicks-*"), folder => File.Exists(Path.Combine(folder, "clicks-2.png")));
    }

    /// <summary>Two objects: each is where the other was not clicked at, and the same masks are made again.</summary>
    [Fact]
    public async Task A_stopped_run_goes_on_from_the_same_clicks()
    {
        string[] said = ["--box", "0:8,8,40,40", "--click", "0:20,20:2"];
        (await SegmentAsync(said)).RequireDone();
        IndexMask mask = Png.ReadMask(_clip.OutPath(0));
        Assert.Equal([1, 2], At(mask, (36, 36), (20, 20)));
        File.Delete(_clip.OutPath(3));
        Outcome resumed = (await SegmentAsync([.. said, "--resume"])).RequireDone();
        Assert.True(File.Exists(_clip.OutPath(3)));
        Assert.DoesNotContain("other masks", resumed.Error);
    }

    [Theory]
    [InlineData("--click 9:10,10", "There is no frame 9 in", "the last is 3")]
    [InlineData("--click 0:64,10", "64,10 lies outside frame 0")]
    [InlineData("--click 0:10,10:-", "All that is said of object 1 in frame 0 is where it is not")]
    [InlineData("--box 0:5,5,5,9:2", "The box 5,5,5,9 has no area")]
    [InlineData("--click 10,10", "--click is '10,10'")]
    [InlineData("--click 0:10,10:300", "--click is '0:10,10:300'", "objects are 1 to 255")]
    [InlineData("--click 0:10,10:+:1:2", "--click is '0:10,10:+:1:2'")]
    [InlineData("--box 0:10,10", "--box is '0:10,10'")]
    public async Task Bad_prompts_in_a_clip_are_refused(string options, params string[] parts)
    {
        Outcome outcome = await SegmentAsync(options.Split(' '));
        outcome.RequireRefused();
        Assert.All(parts, part => Assert.Contains(part, outcome.Error));
        Assert.False(Directory.Exists(_clip.Out));
    }

    [Fact]
    public async Task A_clip_needs_masks_clicks_or_boxes()
    {
        (await SegmentAsync()).RefusedFirstWith("Nothing says where the objects are; give --masks, --click or --box.");
        (await Livos.RunAsync("segment", "-", "--click", "0:1,1", "--out", _clip.Out, "--weights", Weights)).RefusedWith("can be read only once");
    }

    private Task<Outcome> ClickAsync(params string[] more) =>
        Livos.RunAsync(["click", _clip.FramePath(0), "--out", MaskPath, "--weights", Weights, "--size", "native", .. more]);

    private Task<Outcome> SegmentAsync(params string[] more) =>
        Livos.RunAsync(["segment", _clip.Frames, "--out", _clip.Out, "--weights", Weights, "--size", "native", .. more]);

    private static int[] At(IndexMask mask, params (int X, int Y)[] places) => [.. places.Select(place => mask.Ids[place.Y * mask.Width + place.X])];

    private static byte[] Pixel(Picture picture, int x, int y) => [.. picture.Rgb.AsSpan((y * picture.Width + x) * 3, 3)];
}
