namespace LiVOS.Media.Tests;

/// <summary>What a mask's file says of ids and of alpha.</summary>
public sealed class MaskKindTests : IDisposable
{
    private static readonly byte[] s_palette4 = [0, 0, 0, 10, 20, 30, 255, 255, 255, 7, 7, 7];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, byte[], int[], MaskFormat> Clear => new()
    {
        { "LA, opaque", PngParts.OfRows(2, 8, 4, [0, 255, 1, 255, 2, 255, 255, 255]), [0, 1, 2, 255], MaskFormat.Grey },
        { "LA, half transparent everywhere", PngParts.OfRows(2, 8, 4, [0, 128, 1, 128, 2, 128, 3, 128]), [0, 1, 2, 3], MaskFormat.Grey },
        { "LA of 16 bits, opaque", PngParts.OfRows(2, 16, 4, [0, 0, 255, 255, 3, 233, 255, 255]), [0, 1001], MaskFormat.Grey16 },
        { "RGBA, opaque", PngParts.OfRows(2, 8, 6, [0, 0, 0, 255, 1, 2, 3, 255]), [0, 1 + 2 * 256 + 3 * 65536], MaskFormat.RgbIds },
        { "grey of 16 bits", PngParts.OfRows(2, 16, 0, [0, 0, 0, 1, 3, 233, 255, 255]), [0, 1, 1001, 65535], MaskFormat.Grey16 },
        { "palette, opaque", Indexed([0, 1, 2, 3], [255, 255, 255, 255]), [0, 1, 2, 3], MaskFormat.Indexed },
        { "palette, opaque where used", Indexed([0, 1, 1, 0], [255, 255, 0, 9]), [0, 1, 1, 0], MaskFormat.Indexed },
        { "palette, transparent everywhere", Indexed([1, 2, 3, 1], [0, 0, 0, 0]), [1, 2, 3, 1], MaskFormat.Indexed },
        { "palette, transparent background", Indexed([0, 1, 2, 0], [0]), [0, 1, 2, 0], MaskFormat.Indexed },
        { "palette, empty tRNS", Indexed([0, 1, 2, 0], []), [0, 1, 2, 0], MaskFormat.Indexed },
        { "grey, background is the transparent colour", PngParts.OfRows(2, 8, 0, [0, 5, 5, 0], ("tRNS", [0, 0])), [0, 5, 5, 0], MaskFormat.Grey },
        { "grey, transparent colour that is nowhere", PngParts.OfRows(2, 8, 0, [0, 5, 5, 0], ("tRNS", [0, 77])), [0, 5, 5, 0], MaskFormat.Grey },
        { "grey, damaged tRNS", PngParts.OfRows(2, 8, 0, [0, 5, 5, 0], ("tRNS", [5])), [0, 5, 5, 0], MaskFormat.Grey },
    };

    [Theory, MemberData(nameof(Clear))]
    public void Alpha_that_says_nothing_is_dropped(string what, byte[] file, int[] ids, MaskFormat format)
    {
        IndexMask mask = Png.ReadMask(_folder.Add("mask.png", file));
        Assert.True(mask.Ids.AsSpan().SequenceEqual(ids), what);
        Assert.Equal(format, mask.Format);
    }

    public static TheoryData<string, byte[], byte[]> CutOuts => new()
    {
        { "LA", PngParts.OfRows(2, 8, 4, [9, 0, 9, 255, 9, 128, 9, 0]), [0, 255, 128, 0] },
        { "LA, one pixel", PngParts.OfRows(2, 8, 4, [9, 255, 9, 255, 9, 255, 9, 254]), [255, 255, 255, 254] },
        { "RGBA", PngParts.OfRows(2, 8, 6, [1, 2, 3, 0, 4, 5, 6, 255]), [0, 255] },
        { "RGBA of 16 bits", PngParts.OfRows(1, 16, 6, [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 255, 0]), [1, 255] },
        { "palette", Indexed([0, 1, 2, 3], [255, 0, 128]), [255, 0, 128, 255] },
        { "palette, background too", Indexed([0, 1, 2, 3], [0, 0]), [0, 0, 255, 255] },
        { "grey with a transparent colour", PngParts.OfRows(2, 8, 0, [0, 5, 5, 0], ("tRNS", [0, 5])), [255, 0, 0, 255] },
        { "grey of 4 bits with a transparent colour", PngParts.Build(2, 1, 4, 0, [0, 0x5A], ("tRNS", [0, 5])), [0, 255] },
        { "grey of 16 bits with a transparent colour", PngParts.OfRows(2, 16, 0, [1, 5, 1, 6], ("tRNS", [1, 5])), [0, 255] },
        { "RGB with a transparent colour", PngParts.OfRows(2, 8, 2, [1, 2, 3, 1, 2, 4], ("tRNS", [0, 1, 0, 2, 0, 3])), [0, 255] },
    };

    [Theory, MemberData(nameof(CutOuts))]
    public void A_cut_out_is_refused_with_the_way_out_and_its_alpha_can_be_taken(string what, byte[] file, byte[] alpha)
    {
        string path = _folder.Add("cutout.png", file);
        string message = Assert.Throws<MediaException>(() => Png.ReadMask(path)).Message;
        Assert.Contains(path, message);
        Assert.True(message.Contains("--mask-from-alpha") || what.Contains("RGBA of 16") && message.Contains("16 bits"), message);
        Assert.Equal(alpha, Png.ReadAlpha(path).Levels);
    }

    [Fact]
    public void Where_nothing_is_transparent_there_is_no_alpha_to_take()
    {
        foreach (string path in new[] { Fixture.Of("mask.png"), _folder.Add("a.png", PngParts.OfRows(2, 8, 4, [0, 255, 1, 255])) })
            Assert.Contains("no transparent part", Assert.Throws<MediaException>(() => Png.ReadAlpha(path)).Message);
    }

    [Fact]
    public void Alpha_becomes_a_mask_by_a_threshold()
    {
        GreyPicture alpha = Png.ReadAlpha(_folder.Add("a.png", PngParts.OfRows(2, 8, 4, [9, 0, 9, 255, 9, 128, 9, 127])));
        Assert.Equal([0, 1, 1, 0], alpha.AtLeast(128).Ids);
        Assert.Equal([0, 300, 0, 0], alpha.AtLeast(255, id: 300).Ids);
        Assert.Equal(
            [MaskFormat.Indexed, MaskFormat.Indexed, MaskFormat.Grey16, MaskFormat.Grey16, MaskFormat.RgbIds],
            new[] { 1, 255, 256, 65535, 65536 }.Select(id => alpha.AtLeast(1, id).Format));
        Assert.Throws<ArgumentOutOfRangeException>(() => alpha.AtLeast(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => alpha.AtLeast(256));
        Assert.Throws<ArgumentOutOfRangeException>(() => alpha.AtLeast(1, 0));
    }

    public static TheoryData<string, byte[], byte[]> Levels => new()
    {
        { "grey", PngParts.OfRows(2, 8, 0, [0, 127, 128, 255]), [0, 127, 128, 255] },
        { "grey and alpha", PngParts.OfRows(2, 8, 4, [0, 9, 127, 8, 128, 7, 255, 6]), [0, 127, 128, 255] },
        { "16 bits", PngParts.OfRows(2, 16, 0, [127, 255, 128, 0]), [127, 128] },
        { "one bit", PngParts.Build(8, 1, 1, 0, [0, 0b10100000]), [255, 0, 255, 0, 0, 0, 0, 0] },
        { "palette", Indexed([0, 1, 2, 3], []), [0, 18, 255, 7] },
        { "RGB", PngParts.OfRows(4, 8, 2, [255, 0, 0, 0, 255, 0, 0, 0, 255, 200, 200, 200]), [76, 150, 29, 200] },
        { "RGBA", PngParts.OfRows(1, 8, 6, [200, 200, 200, 0]), [200] },
    };

    [Theory, MemberData(nameof(Levels))]
    public void Any_picture_has_grey_levels(string what, byte[] file, byte[] levels) =>
        Assert.True(GreyPicture.Read(_folder.Add("grey.png", file)).Levels.AsSpan().SequenceEqual(levels), what);

    [Fact]
    public void Ids_of_16_bits_survive_writing_and_reading()
    {
        int[] ids = [.. Enumerable.Range(0, 65536)];
        IndexMask read = Png.ReadMask(_folder.Add("ids.png", new IndexMask(256, 256, ids, MaskFormat.Grey16)));
        Assert.Equal(MaskFormat.Grey16, read.Format);
        Assert.Equal(ids, read.Ids);
        Assert.Contains("65536", Assert.Throws<MediaException>(() => _folder.Add("ids.png", new IndexMask(1, 1, [65536], MaskFormat.Grey16))).Message);
    }

    [Fact]
    public void Interlaced_ids_of_16_bits_are_the_same()
    {
        int[] plain = Png.ReadMask(Fixture.Of("png/grey16.png")).Ids;
        Assert.Equal(plain, Png.ReadMask(Fixture.Of("png/grey16-interlaced.png")).Ids);
        Assert.Contains(plain, id => id > 255 && id % 256 != 0);
    }

    [Theory]
    [InlineData("mask.png")]
    [InlineData("png/rgb16-interlaced.png")]
    [InlineData("png/indexed1.png")]
    public void A_file_that_lacks_only_its_last_chunk_is_read(string name)
    {
        byte[] whole = Fixture.Bytes(name);
        for (int missing = 1; missing <= 12; missing++)
            Assert.Equal(Png.ReadPicture(Fixture.Of(name)).Rgb, Png.ReadPicture(_folder.Add("cut.png", whole[..^missing])).Rgb);
        Assert.Throws<MediaException>(() => Png.ReadPicture(_folder.Add("cut.png", whole[..^13])));
        Assert.Throws<MediaException>(() => Png.ReadPicture(_folder.Add("cut.png", [.. whole[..^12], 1])));
    }

    private static byte[] Indexed(byte[] indices, byte[] opacity) => PngParts.OfRows(2, 8, 3, indices, ("PLTE", s_palette4), ("tRNS", opacity));
}
