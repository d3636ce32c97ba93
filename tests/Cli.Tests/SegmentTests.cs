using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>What <c>livos segment</c> writes.</summary>
public sealed class SegmentTests : IDisposable
{
    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task Writes_a_mask_for_every_frame_with_the_given_kind_palette_and_ids()
    {
        var palette = new Palette([0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
        Png.WriteMask(_clip.MaskPath(0), MadeUpClip.Square(0, id: 3, palette: palette));

        (await Livos.SegmentAsync(_clip)).Succeeded();

        Assert.Equal(["00000.png", "00001.png", "00002.png", "00003.png"], _clip.Written);
        Assert.All(Enumerable.Range(0, 4), frame =>
        {
            IndexMask mask = Png.ReadMask(_clip.OutPath(frame));
            Assert.Equal((MadeUpClip.Width, MadeUpClip.Height, MaskFormat.Indexed), (mask.Width, mask.Height, mask.Format));
            Assert.Equal(palette.Rgb, mask.Palette!.Rgb);
            Assert.All(mask.ObjectIds, id => Assert.Equal(3, id));
        });
        Assert.True(RegionSimilarity.Of(Png.ReadMask(_clip.OutPath(0)), MadeUpClip.Square(0, id: 3), 3) > 0.99);
    }

    [Theory]
    [InlineData(MaskFormat.Grey, 200)]
    [InlineData(MaskFormat.Grey16, 1001)]
    [InlineData(MaskFormat.RgbIds, 300)]
    [InlineData(MaskFormat.RgbIds, 70000)]
    public async Task Ids_stay_what_they_are_in_every_kind_of_mask(MaskFormat format, int id)
    {
        Png.WriteMask(_clip.MaskPath(0), MadeUpClip.Square(0, id, format));

        (await Livos.SegmentAsync(_clip)).Succeeded();

        IndexMask mask = Png.ReadMask(_clip.OutPath(0));
        Assert.Equal(format, mask.Format);
        Assert.Equal([id], mask.ObjectIds);
    }

    [Fact]
    public async Task A_later_mask_brings_an_object()
    {
        Png.WriteMask(_clip.MaskPath(2), MadeUpClip.Square(20, id: 9));

        (await Livos.SegmentAsync(_clip)).Succeeded();

        Assert.DoesNotContain(9, Png.ReadMask(_clip.OutPath(1)).ObjectIds);
        Assert.True(RegionSimilarity.Of(Png.ReadMask(_clip.OutPath(2)), MadeUpClip.Square(20, id: 9), 9) > 0.9);
    }

    [Fact]
    public async Task Masks_have_the_frames_size_whatever_the_network_sees()
    {
        (await Livos.RunAsync("segment", _clip.Frames, "--masks", _clip.MaskPath(0), "--out", _clip.Out, "--size", "72")).Succeeded();

        IndexMask mask = Png.ReadMask(_clip.OutPath(0));
        Assert.Equal((MadeUpClip.Width, MadeUpClip.Height), (mask.Width, mask.Height));
        Assert.True(RegionSimilarity.Of(mask, MadeUpClip.Square(0), 1) > 0.9);
    }

    [Fact]
    public async Task The_file_of_each_object_can_lie_in_a_folder_of_its_frame()
    {
        File.Delete(_clip.MaskPath(0));
        string folder = Path.Combine(_clip.Masks, "00000");
        Directory.CreateDirectory(folder);
        Png.WriteMask(Path.Combine(folder, "003.png"), MadeUpClip.Square(0, 255, MaskFormat.Grey));
        Png.WriteMask(Path.Combine(folder, "005.png"), MadeUpClip.Square(30, 255, MaskFormat.Grey));

        (await Livos.SegmentAsync(_clip)).Succeeded();

        Assert.Equal([3, 5], Png.ReadMask(_clip.OutPath(0)).ObjectIds);
    }

    [Fact]
    public async Task Overlays_show_frame_and_mask()
    {
        (await Livos.SegmentAsync(_clip, "--overlay")).Succeeded();

        Assert.Equal(["00000.png", "00001.png", "00002.png", "00003.png"], _clip.Written.Where(path => !path.Contains("overlay")));
        Picture overlay = Picture.Read(Path.Combine(_clip.Out, "overlay", "00000.png")), frame = MadeUpClip.Picture(0);
        int outside = 3, inside = (20 * MadeUpClip.Width + 18) * 3;
        Assert.Equal(frame.Rgb[outside], overlay.Rgb[outside]);
        Assert.NotEqual(frame.Rgb[inside], overlay.Rgb[inside]);
    }

    [Fact]
    public async Task More_threads_give_the_same_masks()
    {
        (await Livos.SegmentAsync(_clip, "--threads", "1")).Succeeded();
        byte[][] first = [.. _clip.Written.Select(name => File.ReadAllBytes(Path.Combine(_clip.Out, name)))];

        (await Livos.SegmentAsync(_clip, "--threads", "3")).Succeeded();

        Assert.Equal(first, _clip.Written.Select(name => File.ReadAllBytes(Path.Combine(_clip.Out, name))));
    }
}
