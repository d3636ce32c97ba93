using FsCheck.Xunit;

namespace LiVOS.Media.Tests;

public sealed class PngTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> AllKinds => Fixture.Names("png", "*.png");

    [Theory, MemberData(nameof(AllKinds))]
    public void Reads_every_colour_type_depth_filter_and_interlacing(string name)
    {
        var picture = Png.ReadPicture(Fixture.Of("png/" + name));
        Assert.Equal((13, 11), (picture.Width, picture.Height));
        Assert.Equal(Fixture.Bytes($"png/{name.Replace("-interlaced", "").Replace(".png", "")}.rgb"), picture.Rgb);
    }

    [Fact]
    public void Keeps_ids_and_palette_of_a_mask_that_Pillow_wrote()
    {
        var mask = Png.ReadMask(Fixture.Of("mask.png"));
        Assert.Equal((30, 20, MaskFormat.Indexed), (mask.Width, mask.Height, mask.Format));
        Assert.Equal(Fixture.Bytes("mask.ids").Select(id => (int)id), mask.Ids);
        Assert.Equal([1, 7, 255], mask.ObjectIds);
        Assert.Equal(Palette.Davis.Rgb, mask.Palette!.Rgb);
    }

    [Theory]
    [InlineData("indexed1", MaskFormat.Indexed, 2)]
    [InlineData("indexed2", MaskFormat.Indexed, 4)]
    [InlineData("indexed4-interlaced", MaskFormat.Indexed, 16)]
    [InlineData("grey8", MaskFormat.Grey, 0)]
    [InlineData("rgb8", MaskFormat.RgbIds, 0)]
    [InlineData("grey16", MaskFormat.Grey16, 0)]
    public void Knows_a_masks_format(string name, MaskFormat format, int colours)
    {
        var mask = Png.ReadMask(Fixture.Of($"png/{name}.png"));
        Assert.Equal((format, colours), (mask.Format, mask.Palette?.Count ?? 0));
    }

    [Fact]
    public void Grey_masks_hold_the_eight_bit_value_whatever_their_depth()
    {
        byte[] rgb = Fixture.Bytes("png/grey4.rgb");
        Assert.Equal(Enumerable.Range(0, 13 * 11).Select(i => (int)rgb[i * 3]), Png.ReadMask(Fixture.Of("png/grey4.png")).Ids);
    }

    [Fact]
    public void Rgb_masks_hold_ids_of_three_bytes()
    {
        byte[] rgb = Fixture.Bytes("png/rgb8.rgb");
        var ids = Enumerable.Range(0, 13 * 11).Select(i => rgb[i * 3] + 256 * rgb[i * 3 + 1] + 65536 * rgb[i * 3 + 2]);
        Assert.Equal(ids, Png.ReadMask(Fixture.Of("png/rgb8.png")).Ids);
    }

    [Theory]
    [InlineData("rgbalpha8", "--mask-from-alpha")]
    [InlineData("greyalpha16", "--mask-from-alpha")]
    [InlineData("rgb16", "16 bits")]
    public void Refuses_masks_without_clear_ids(string name, string reason)
    {
        var error = Assert.Throws<MediaException>(() => Png.ReadMask(Fixture.Of($"png/{name}.png")));
        Assert.Contains(reason, error.Message);
        Assert.Contains(name, error.Message);
    }

    [Property(MaxTest = 60)]
    public bool Pictures_survive_writing_and_reading(byte width, byte height, int seed)
    {
        var picture = Samples.Noise(width + 1, height + 1, seed);
        var read = Png.ReadPicture(_folder.Add("picture.png", picture));
        return (read.Width, read.Height) == (picture.Width, picture.Height) && read.Rgb.AsSpan().SequenceEqual(picture.Rgb);
    }

    [Property(MaxTest = 100)]
    public bool Masks_survive_writing_and_reading(byte width, byte height, int seed, MaskFormat format)
    {
        var random = new Random(seed);
        int[] ids = new int[(width + 1) * (height + 1)];
        for (int i = 0; i < ids.Length; i++) ids[i] = random.Next(format == MaskFormat.RgbIds ? 1 << 24 : format == MaskFormat.Grey16 ? 1 << 16 : 256);
        byte[] colours = new byte[768];
        random.NextBytes(colours);
        var mask = new IndexMask(width + 1, height + 1, ids, format, format == MaskFormat.Indexed ? new Palette(colours) : null);
        var read = Png.ReadMask(_folder.Add("mask.png", mask));
        return (read.Width, read.Height, read.Format) == (mask.Width, mask.Height, format) && read.Ids.AsSpan().SequenceEqual(ids)
            && (format == MaskFormat.Indexed ? read.Palette!.Rgb.SequenceEqual(colours) : read.Palette is null);
    }

    [Fact]
    public void Fills_up_a_palette_that_is_too_short_for_the_ids()
    {
        var mask = Samples.Box(4, 4, 0, 2, 0, 2, id: 5, palette: new Palette([9, 9, 9, 8, 8, 8]));
        var palette = Png.ReadMask(_folder.Add("mask.png", mask)).Palette!;
        Assert.Equal((6, (9, 9, 9), (8, 8, 8), Palette.Davis[5]), (palette.Count, palette[0], palette[1], palette[5]));
    }

    [Fact]
    public void Writes_the_Davis_palette_where_there_is_none() =>
        Assert.Equal(Palette.Davis.Rgb, Png.ReadMask(_folder.Add("mask.png", Samples.Box(4, 4, 0, 2, 0, 2))).Palette!.Rgb);

    [Theory]
    [InlineData(MaskFormat.Indexed, 256)]
    [InlineData(MaskFormat.Grey, 300)]
    [InlineData(MaskFormat.Grey16, 65536)]
    [InlineData(MaskFormat.RgbIds, 1 << 24)]
    [InlineData(MaskFormat.RgbIds, -1)]
    public void Refuses_to_write_ids_that_the_format_cannot_hold(MaskFormat format, int id)
    {
        var error = Assert.Throws<MediaException>(() => _folder.Add("mask.png", Samples.Box(4, 4, 0, 1, 0, 1, id, format)));
        Assert.Contains(id.ToString(), error.Message);
        Assert.Empty(_folder.Files);
    }
}
