namespace LiVOS.Media.Tests;

/// <summary>Pictures are turned upright; whatever is wrong with EXIF data, they say upright.</summary>
public sealed class OrientationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static IEnumerable<object[]> All => from value in Enumerable.Range(1, 8) from little in new[] { true, false } select new object[] { value, little };

    [Theory, MemberData(nameof(All))]
    public void Every_pixel_of_a_PNG(int value, bool little)
    {
        Picture upright = Samples.Noise(13, 7), stored = Store(upright, value);
        byte[] file = PngParts.OfRows(stored.Width, 8, 2, stored.Rgb, ("eXIf", Exif.Of(value, little)));
        string path = _folder.Add("turned.png", file);
        Assert.Equal((13, 7), PictureFile.ReadSize(path));
        Assert.Equal(upright.Rgb, Picture.Read(path).Rgb);

        int ids = file.AsSpan().IndexOf("eXIf"u8) - 4, data = file.AsSpan().IndexOf("IDAT"u8) - 4;
        byte[] after = [.. file[..ids], .. file[data..^12], .. file[ids..data], .. file[^12..]]; // the chunk may stand behind the data
        path = _folder.Add("after.png", after);
        Assert.Equal((13, 7), PictureFile.ReadSize(path));
        Assert.Equal(upright.Rgb, Picture.Read(path).Rgb);
    }

    [Theory, MemberData(nameof(All))]
    public void Every_pixel_of_a_JPEG_by_both_decoders(int value, bool little)
    {
        byte[] jpeg = Fixture.Bytes("jpeg/422.jpg"), turned = Exif.In(jpeg, Exif.Of(value, little));
        string path = _folder.Add("turned.jpg", turned);
        foreach (bool turbo in JpegTests.Decoders)
        {
            Picture stored = Jpeg.Decode(jpeg, path, turbo), upright = Jpeg.Decode(turned, path, turbo);
            Assert.Equal((upright.Width, upright.Height), PictureFile.ReadSize(path));
            Assert.Equal(Store(upright, value).Rgb, stored.Rgb);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Every_id_of_a_mask_and_every_level(int value, bool little)
    {
        IndexMask upright = new(5, 3, [.. Enumerable.Range(0, 15).Select(i => i * 4000)], MaskFormat.Grey16);
        byte[] stored = [.. Store(upright.Ids, 5, 3, value).SelectMany(id => new[] { (byte)(id >> 8), (byte)id })];
        byte[] file = PngParts.OfRows(value >= 5 ? 3 : 5, 16, 0, stored, ("eXIf", Exif.Of(value, little)));
        string path = _folder.Add("mask.png", file);
        IndexMask mask = Png.ReadMask(path);
        Assert.Equal((5, 3), (mask.Width, mask.Height));
        Assert.Equal(upright.Ids, mask.Ids);
        Assert.Equal(upright.Ids.Select(id => (byte)(id >> 8)), GreyPicture.Read(path).Levels);
    }

    public static TheoryData<string, byte[]> Hostile
    {
        get
        {
            byte[] good = Exif.Of(6);
            var data = new TheoryData<string, byte[]>
            {
                { "value 0", Exif.Of(0) },
                { "value 9", Exif.Of(9) },
                { "value 255", Exif.Of(255, little: false) },
                { "another mark", [.. "XX"u8, .. good[2..]] },
                { "another number", [.. good[..2], 43, .. good[3..]] },
                { "mixed orders", [.. "MM"u8, .. good[2..]] },
                { "the directory is itself", [.. good[..4], 0, 0, 0, 0, .. good[8..]] },
                { "the directory is beyond the end", [.. good[..4], 0xFF, 0xFF, 0xFF, 0x7F, .. good[8..]] },
                { "the directory is before the beginning", [.. good[..4], 0xFF, 0xFF, 0xFF, 0xFF, .. good[8..]] },
                { "the directory is at the end", [.. good[..4], (byte)good.Length, 0, 0, 0, .. good[8..]] },
                { "the directory is at the last byte", [.. good[..4], (byte)(good.Length - 1), 0, 0, 0, .. good[8..]] },
                { "no entries", [.. good[..8], 0, 0, .. good[10..]] },
                { "as text", [.. good[..12], 2, .. good[13..]] },
                { "as a fraction", [.. good[..12], 5, .. good[13..]] },
                { "many values", [.. good[..14], 0xFF, 0xFF, 0xFF, 0xFF, .. good[18..]] },
                { "no value", [.. good[..14], 0, 0, 0, 0, .. good[18..]] },
                { "65535 other entries", [.. good[..8], 0xFF, 0xFF, .. new byte[40]] },
                { "a directory that leads to itself", [.. good[..10], 0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0] },
                { "nothing", [] },
            };
            for (int length = 0; length < 22; length++) data.Add($"cut to {length}", good[..length]);
            return data;
        }
    }

    [Theory, MemberData(nameof(Hostile))]
    public void Hostile_data_say_upright(string what, byte[] exif)
    {
        Assert.True(Orientation.Read(exif) == Orientation.Upright, what);
        string png = _folder.Add("a.png", PngParts.OfRows(5, 8, 0, new byte[10], ("eXIf", exif)));
        string jpeg = _folder.Add("a.jpg", Exif.In(Fixture.Bytes("jpeg/420.jpg"), exif));
        Assert.Equal((5, 2), PictureFile.ReadSize(png));
        Assert.Equal((5, 2), (Picture.Read(png).Width, Picture.Read(png).Height));
        Assert.Equal(PictureFile.ReadSize(Fixture.Of("jpeg/420.jpg")), PictureFile.ReadSize(jpeg));
        Assert.Equal(Picture.Read(Fixture.Of("jpeg/420.jpg")).Rgb, Picture.Read(jpeg).Rgb);
    }

    [Theory]
    [InlineData(65535)]
    [InlineData(2)]
    public void More_entries_than_there_are_do_not_hide_the_tag(int count)
    {
        byte[] exif = Exif.Of(6);
        (exif[8], exif[9]) = ((byte)count, (byte)(count >> 8));
        Assert.Equal(6, Orientation.Read(exif).Value);
    }

    [Fact]
    public void Random_data_are_never_too_much()
    {
        Fuzz.Run(3000, random =>
        {
            byte[] exif = Exif.Of(random.Next(10), random.Next(2) == 0);
            for (int changes = random.Next(1, 6); changes > 0; changes--) exif[random.Next(exif.Length)] = (byte)random.Next(256);
            Assert.InRange(Orientation.Read(exif.AsSpan(0, random.Next(exif.Length + 1))).Value, 1, 8);
        });
    }

    private static Picture Store(Picture upright, int value)
    {
        (int, int, int)[] pixels = [.. upright.Rgb.Chunk(3).Select(rgb => ((int)rgb[0], (int)rgb[1], (int)rgb[2]))];
        byte[] stored = [.. Store(pixels, upright.Width, upright.Height, value).SelectMany(rgb => new[] { (byte)rgb.Item1, (byte)rgb.Item2, (byte)rgb.Item3 })];
        return value >= 5 ? new Picture(upright.Height, upright.Width, stored) : new Picture(upright.Width, upright.Height, stored);
    }

    /// <summary>As the EXIF standard words it: at which side of the upright picture the stored row 0 lies, and at which the stored column 0.</summary>
    private static T[] Store<T>(T[] upright, int width, int height, int value)
    {
        string row0 = new[] { "top", "top", "bottom", "bottom", "left", "right", "right", "left" }[value - 1];
        string column0 = new[] { "left", "right", "right", "left", "top", "top", "bottom", "bottom" }[value - 1];
        var (rows, columns) = value >= 5 ? (width, height) : (height, width);
        var stored = new T[upright.Length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
            {
                int x = 0, y = 0;
                foreach (var (side, distance) in new[] { (row0, row), (column0, column) })
                    if (side == "left") x = distance;
                    else if (side == "right") x = width - 1 - distance;
                    else if (side == "top") y = distance;
                    else y = height - 1 - distance;
                stored[row * columns + column] = upright[y * width + x];
            }
        return stored;
    }
}
