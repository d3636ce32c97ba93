using System.Text.Json;
using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Cli.Tests;

/// <summary><c>livos export</c>: what it writes is what <c>livos segment</c> would have written.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly MadeUpClip _clip = new(frames: 4);

    public ExportTests()
    {
        for (int frame = 0; frame < 4; frame++) Png.WriteMask(_clip.MaskPath(frame), MadeUpClip.Square(frame, id: 2));
    }

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task Every_format_is_the_same_as_from_segment()
    {
        const string formats = "indexed,binary,overlay,matte,greenscreen,alpha,coco,ytvis,mots,yolo-seg,labelme,cvat";
        (await Livos.SegmentAsync(_clip, "--format", formats, "--category", "2=duck", "--background-color", "102030")).Succeeded();

        (await Livos.RunAsync(
            "export", _clip.Out, "--frames", _clip.Frames, "--out", _clip["again"], "--format", formats, "--category", "2=duck", "--background-color",
            "102030")).RequireDone();

        string[] written = _clip.Written;
        Assert.Equal(7 * 4 + 4 + 2 + 4, written.Length);
        Assert.All(written, name => Assert.Equal(File.ReadAllBytes(Path.Combine(_clip.Out, name)), File.ReadAllBytes(Path.Combine(_clip["again"], name))));
    }

    [Fact]
    public async Task Masks_alone_are_enough_for_annotations()
    {
        Outcome outcome = (await Livos.RunAsync("export", _clip.Masks, "--out", _clip.Out, "--format", "coco", "--id-map", "2=7", "--json")).Succeeded();
        Assert.Equal(4, JsonDocument.Parse(outcome.Output).RootElement.GetProperty("frames").GetInt32());
        JsonElement coco = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_clip.Out, "coco.json"))).RootElement;
        Assert.Equal(4, coco.GetProperty("images").GetArrayLength());
        Assert.All(coco.GetProperty("annotations").EnumerateArray(), annotation => Assert.Equal(7, annotation.GetProperty("track_id").GetInt32()));
        Assert.Equal("00003.png", coco.GetProperty("images")[3].GetProperty("file_name").GetString());
    }

    [Fact]
    public async Task Folders_of_objects_become_masks_with_ids()
    {
        (await Livos.RunAsync("export", _clip.Masks, "--out", _clip["objects"], "--format", "binary")).Succeeded();
        (await Livos.RunAsync("export", _clip["objects"], "--out", _clip.Out, "--format", "indexed")).Succeeded();
        for (int frame = 0; frame < 4; frame++) Assert.Equal(MadeUpClip.Square(frame, id: 2).Ids, Png.ReadMask(_clip.OutPath(frame)).Ids);
    }

    [Fact]
    public async Task Black_masks_count_and_frames_without_a_mask_are_left_out()
    {
        Png.WriteMask(_clip.MaskPath(0), new IndexMask(MadeUpClip.Width, MadeUpClip.Height, new int[MadeUpClip.Width * MadeUpClip.Height]));
        File.Delete(_clip.MaskPath(2));

        Outcome outcome = (await Livos.RunAsync("export", _clip.Masks, "--frames", _clip.Frames, "--out", _clip.Out, "--format", "overlay")).RequireDone();

        Assert.Contains("1 of the 4 frames have no mask", outcome.Error);
        Assert.Equal(["00000.png", "00001.png", "00003.png"], _clip.Written.Select(name => Path.GetFileName(name)));
        Assert.Equal(MadeUpClip.Picture(0).Rgb, Png.ReadPicture(Path.Combine(_clip.Out, "overlay", "00000.png")).Rgb);
        Assert.Equal(
            Overlay.Blend(MadeUpClip.Picture(3), MadeUpClip.Square(3, id: 2), 0.5).Rgb, Png.ReadPicture(Path.Combine(_clip.Out, "overlay", "00003.png")).Rgb);
    }

    [SkippableFact]
    public async Task A_video()
    {
        Skip.IfNot(VideoFile.IsSupported, "FFmpeg is not installed.");
        (await Livos.RunAsync("export", _clip.Masks, "--out", _clip["matte.mkv"], "--fps", "12.5")).Succeeded();
        await using VideoFile written = await VideoFile.OpenAsync(_clip["matte.mkv"]);
        Assert.Equal((4, 12.5), (written.Frames.Count, written.Rate!.Value.PerSecond));

        (await Livos.RunAsync(
            "export", _clip.Masks, "--frames", _clip["matte.mkv"], "--out", _clip["over.mkv"], "--format", "overlay", "--start", "1", "--every",
            "2")).RequireDone();
        await using VideoFile over = await VideoFile.OpenAsync(_clip["over.mkv"]);
        Assert.Equal((2, 6.25), (over.Frames.Count, over.Rate!.Value.PerSecond));
    }

    [Fact]
    public async Task What_cannot_be_exported_is_refused_before_anything_is_written()
    {
        await RefusedAsync("give --frames", "--format", "coco,overlay");
        await RefusedAsync("must be one of", "--format", "soft");
        await RefusedAsync("--format is missing");
        await RefusedAsync("give --frames too", "--format", "coco", "--start", "1");
        await RefusedAsync("names none for object 2", "--format", "coco", "--category", "1=duck");
        await RefusedAsync("such as 3=1", "--format", "coco", "--id-map", "3:1");
        await RefusedAsync("gives id 3 twice", "--format", "coco", "--id-map", "3=1,3=2");
        MadeUpClip.Truncate(_clip.MaskPath(3));
        await RefusedAsync("cut short", "--format", "coco");
        File.Delete(_clip.MaskPath(3));
        Png.WriteMask(_clip.MaskPath(2), MadeUpClip.Square(2, width: 40));
        await RefusedAsync("40x48", "--format", "coco");
        Directory.Delete(_clip.Masks, recursive: true);
        await RefusedAsync("no folder", "--format", "coco");
        Assert.False(Directory.Exists(_clip.Out));
    }

    [Fact]
    public async Task Masks_are_not_written_over()
    {
        byte[] before = File.ReadAllBytes(_clip.MaskPath(0));
        (await Livos.RunAsync("export", _clip.Masks, "--out", _clip.Masks, "--format", "matte")).RefusedWith("would be written over");
        Directory.Move(_clip.Masks, _clip["matte"]);
        (await Livos.RunAsync("export", _clip["matte"], "--out", _clip[""], "--format", "matte")).RefusedWith("would be written over");
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_clip["matte"], "00000.png")));
    }

    [Fact]
    public async Task Annotations_are_masks_for_segment()
    {
        (await Livos.RunAsync("export", _clip.Masks, "--out", _clip["notes"], "--format", "coco,labelme")).Succeeded();

        (await Livos.RunAsync(
            "segment", _clip.Frames, "--masks", Path.Combine(_clip["notes"], "labelme", "00000.json"),
            Path.Combine(_clip["notes"], "labelme", "00002.json") + "@2", "--id-map", "2=5", "--out", _clip.Out, "--size", "48")).Succeeded();
        Assert.Equal([5], Png.ReadMask(_clip.OutPath(3)).ObjectIds);
        Assert.Equal(MadeUpClip.Square(2, id: 5).Ids, Png.ReadMask(_clip.OutPath(2)).Ids);

        (await Livos.RunAsync("segment", _clip.Frames, "--masks", Path.Combine(_clip["notes"], "coco.json"), "--out", _clip.Out, "--size", "48")).Succeeded();
        for (int frame = 0; frame < 4; frame++) Assert.Equal(MadeUpClip.Square(frame, id: 2).Ids, Png.ReadMask(_clip.OutPath(frame)).Ids);
    }

    private async Task RefusedAsync(string part, params string[] more)
    {
        Outcome outcome = await Livos.RunAsync(["export", _clip.Masks, "--out", _clip.Out, .. more]);
        outcome.RequireRefused();
        Assert.Contains(part, outcome.Error);
        Assert.Empty(outcome.Output);
    }
}
