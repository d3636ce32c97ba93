using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>Given masks that cannot be used; what can be is in <see cref="SegmentTests"/>.</summary>
public sealed class BadMaskTests : IDisposable
{
    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task A_missing_mask()
    {
        Directory.Delete(_clip.Masks, recursive: true);
        await RefusedAsync(_clip.Masks, "check the name");
    }

    [Fact]
    public async Task An_empty_folder()
    {
        File.Delete(_clip.MaskPath(0));
        await RefusedAsync(_clip.Masks, "no masks", "00000.png");
    }

    [Fact]
    public async Task A_mask_that_belongs_to_no_frame()
    {
        File.Move(_clip.MaskPath(0), _clip.MaskPath(77));
        await RefusedAsync(_clip.MaskPath(77), "belongs to no frame");
    }

    [Fact]
    public async Task A_mask_of_another_size()
    {
        Png.WriteMask(_clip.MaskPath(0), MadeUpClip.Square(0, width: 40));
        await RefusedAsync(_clip.MaskPath(0), "40x48", "64x48");
    }

    [Fact]
    public async Task A_mask_without_objects()
    {
        Png.WriteMask(_clip.MaskPath(0), new IndexMask(MadeUpClip.Width, MadeUpClip.Height, new int[MadeUpClip.Width * MadeUpClip.Height]));
        await RefusedAsync(_clip.MaskPath(0), "no object");
    }

    [Theory]
    [InlineData("rgb16.png", "16 bits")]
    [InlineData("rgbalpha8.png", "--mask-from-alpha")]
    [InlineData("greyalpha8.png", "--mask-from-alpha")]
    public async Task A_mask_of_a_kind_that_holds_no_ids(string fixture, string complaint)
    {
        File.Copy(Repository.PathOf($"tests/Media.Tests/fixtures/png/{fixture}"), _clip.MaskPath(0), overwrite: true);
        await RefusedAsync(_clip.MaskPath(0), complaint);
    }

    [Fact]
    public async Task A_truncated_mask()
    {
        MadeUpClip.Truncate(_clip.MaskPath(0));
        await RefusedAsync(_clip.MaskPath(0), "cut short");
    }

    [Fact]
    public async Task A_later_mask_of_another_size()
    {
        Png.WriteMask(_clip.MaskPath(2), MadeUpClip.Square(2, height: 40));
        await RefusedAsync(_clip.MaskPath(2), "64x40");
    }

    private async Task RefusedAsync(params string[] parts)
    {
        (await Livos.SegmentAsync(_clip)).RefusedWith(parts);
        Assert.False(Directory.Exists(_clip.Out));
    }
}
