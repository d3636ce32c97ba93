using System.Buffers.Binary;
using System.Text;
using StbImageWriteSharp;

namespace LiVOS.Media.Tests;

/// <summary>BMP and TGA files, and files of all kinds that are not read.</summary>
public sealed class OtherPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static IEnumerable<object[]> Written =>
        from name in new[] { "a.bmp", "b.tga", "c.TGA" }
        from size in new[] { (1, 1), (13, 7), (64, 48), (31, 2) }
        select new object[] { name, size.Item1, size.Item2 };

    [Theory, MemberData(nameof(Written))]
    public void Every_pixel_of_what_another_program_wrote(string name, int width, int height)
    {
        Picture picture = Samples.Noise(width, height);
        for (int i = 0; i < picture.Rgb.Length / 2; i++) picture.Rgb[i] = 9; // runs
        string path = _folder.Add(name, Write(picture, name));
        Assert.Equal(picture.Rgb, Picture.Read(path).Rgb);
        Assert.Equal(new PictureHeader(name == "a.bmp" ? PictureKind.Bmp : PictureKind.Tga, width, height), PictureFile.ReadHeader(path));
    }

    [Theory]
    [InlineData(0x00, "gh ef cd ab")] // rows from the bottom
    [InlineData(0x20, "ab cd ef gh")]
    [InlineData(0x10, "hg fe dc ba")]
    [InlineData(0x30, "ba dc fe hg")]
    public void A_TGA_files_rows_and_columns_go_either_way(byte origin, string expected)
    {
        byte[] file = [0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 4, 0, 8, origin, .. "abcdefgh"u8];
        byte[] grey = [.. Picture.Read(_folder.Add("a.tga", file)).Rgb.Where((_, i) => i % 3 == 0)];
        Assert.Equal(expected, string.Join(' ', grey.Chunk(2).Select(Encoding.ASCII.GetString)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_BMP_files_rows_go_either_way(int direction)
    {
        byte[] file = Bmp(2, 2 * direction, 24, [1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0]);
        byte[] lower = [9, 8, 7, 12, 11, 10], upper = [3, 2, 1, 6, 5, 4];
        string path = _folder.Add("a.bmp", file);
        Assert.Equal((2, 2), PictureFile.ReadSize(path));
        Assert.Equal(direction < 0 ? [.. upper, .. lower] : [.. lower, .. upper], Picture.Read(path).Rgb);
    }

    [Theory]
    [InlineData("a.bmp")]
    [InlineData("a.tga")]
    public void A_file_cut_short_is_refused(string name)
    {
        byte[] whole = Write(Samples.Noise(9, 5), name);
        for (int length = 1; length < whole.Length; length++)
        {
            string path = _folder.Add(name, whole[..length]);
            Assert.Contains(path, Assert.Throws<MediaException>(() => Picture.Read(path)).Message);
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("interlaced")]
    [InlineData("large")]
    public void Every_pixel_of_a_GIF_file(string name)
    {
        var expected = Png.ReadPicture(Fixture.Of($"gif/{name}.png"));
        string path = Fixture.Of($"gif/{name}.gif");
        Assert.Equal(expected.Rgb, Picture.Read(path).Rgb);
        Assert.Equal(new PictureHeader(PictureKind.Gif, expected.Width, expected.Height), PictureFile.ReadHeader(path));
    }

    [Fact]
    public void An_animation_is_a_clip_not_a_frame() =>
        Assert.Contains("give it as the clip itself", Assert.Throws<MediaException>(() => Picture.Read(Fixture.Of("gif/animation.gif"))).Message);

    [Fact]
    public void A_GIF_file_cut_short_or_without_a_picture_is_refused()
    {
        byte[] whole = Fixture.Bytes("gif/plain.gif");
        for (int length = 6; length < whole.Length; length++)
        {
            string path = _folder.Add("a.gif", whole[..length]);
            Assert.Contains(path, Assert.Throws<MediaException>(() => Picture.Read(path)).Message);
        }

        RefusedBoth(_folder.Add("b.gif", [.. "GIF89a"u8, .. new byte[40]]), "no pixels");
        string empty = _folder.Add("c.gif", [.. "GIF89a"u8, 4, 0, 4, 0, 0, 0, 0, 0x3B]);
        Assert.Contains("damaged", Assert.Throws<MediaException>(() => Picture.Read(empty)).Message);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    [InlineData(40000, 10)]
    [InlineData(30000, 30000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-4, 4)]
    [InlineData(4, int.MinValue)]
    public void Absurd_sizes_are_refused(int width, int height)
    {
        RefusedBoth(_folder.Add("a.bmp", Bmp(width, height, 24, new byte[100])), "x");
        byte[] tga = [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 24, 0, .. new byte[99]];
        if (width is not (-4 or 4)) RefusedBoth(_folder.Add("a.tga", tga), "x");
    }

    [Fact]
    public void Kinds_that_the_library_lacks_are_refused()
    {
        byte[] packed = Bmp(2, 2, 8, new byte[2000]), odd = Bmp(2, 2, 7, new byte[2000]);
        packed[30] = 1;
        RefusedBoth(_folder.Add("packed.bmp", packed), "packing 1");
        RefusedBoth(_folder.Add("odd.bmp", odd), "7 bits");
        RefusedBoth(_folder.Add("odd.tga", [0, 0, 7, .. new byte[100]]), "type 7");
    }

    public static TheoryData<string, byte[]> Others => new()
    {
        { "TIFF", [.. "II*\0"u8, 8, 0, 0, 0] },
        { "TIFF", [.. "MM\0*"u8, 0, 0, 0, 8] },
        { "TIFF", [.. "II+\0"u8, 8, 0, 0, 0] },
        { "raw", "FUJIFILMCCD-RAW "u8.ToArray() },
        { "raw", [.. "\0\0\0\u0018ftypcrx "u8, .. new byte[40]] },
        { "WebP", [.. "RIFF"u8, 9, 9, 9, 9, .. "WEBPVP8 "u8] },
        { "HEIC", [.. "\0\0\0\u0018ftypheic"u8, .. new byte[40]] },
        { "HEIC", [.. "\0\0\0\u0018ftypmif1"u8, .. new byte[40]] },
        { "AVIF", [.. "\0\0\0\u0018ftypavif"u8, .. new byte[40]] },
        { "video", [.. "\0\0\0\u0018ftypisom"u8, .. new byte[40]] },
        { "video", [.. "RIFF"u8, 9, 9, 9, 9, .. "AVI LIST"u8] },
        { "video", [0x1A, 0x45, 0xDF, 0xA3, .. new byte[40]] },
        { "JPEG XL", [0xFF, 0x0A, .. new byte[40]] },
        { "JPEG 2000", [0, 0, 0, 12, .. "jP  "u8, 13, 10, 0x87, 10] },
        { "Photoshop", [.. "8BPS"u8, .. new byte[40]] },
        { "EXR", [0x76, 0x2F, 0x31, 0x01, .. new byte[40]] },
        { "HDR", "#?RADIANCE\n"u8.ToArray() },
        { "archive", [.. "PK\u0003\u0004"u8, .. new byte[40]] },
        { "web page", "<!DOCTYPE html><html>"u8.ToArray() },
        { "LFS", "version https://git-lfs.github.com/spec/v1"u8.ToArray() },
        { "neither a JPEG nor a PNG", "some text"u8.ToArray() },
        { "neither a JPEG nor a PNG", [0] },
    };

    [Theory, MemberData(nameof(Others))]
    public void Other_kinds_are_named_with_what_to_do(string kind, byte[] file)
    {
        RefusedBoth(_folder.Add("a.png", file), kind);
        if (!kind.StartsWith("neither", StringComparison.Ordinal)) RefusedBoth(_folder.Add("a.tga", file), kind);
    }

    [Fact]
    public void Damage_is_read_or_refused()
    {
        byte[][] files =
        [
            Write(Samples.Noise(9, 5), "a.bmp"), Write(Samples.Plain(9, 5, 1, 2, 3), "a.tga"), Bmp(3, -3, 8, new byte[1100]),
            Bmp(5, 5, 1, new byte[100]), Bmp(5, 5, 16, new byte[100]), Bmp(5, 5, 32, new byte[100]),
            Fixture.Bytes("gif/plain.gif"), Fixture.Bytes("gif/interlaced.gif"),
        ];
        Fuzz.Run(3000, random =>
        {
            byte[] file = files[random.Next(files.Length)];
            string path = _folder.Add(file[0] == 'B' ? "damaged.bmp" : "damaged.tga", random.Mutate(file));
            Fuzz.ReadOrRefuse(path, () => Picture.Read(path));
            Fuzz.ReadOrRefuse(path, () => PictureFile.ReadHeader(path));
        });
    }

    private static byte[] Write(Picture picture, string name)
    {
        var stream = new MemoryStream();
        if (name.EndsWith("bmp")) new ImageWriter().WriteBmp(picture.Rgb, picture.Width, picture.Height, ColorComponents.RedGreenBlue, stream);
        else new ImageWriter().WriteTga(picture.Rgb, picture.Width, picture.Height, ColorComponents.RedGreenBlue, stream);
        return stream.ToArray();
    }

    private static byte[] Bmp(int width, int height, ushort bits, byte[] rest)
    {
        byte[] file = [.. "BM"u8, .. new byte[52], .. rest];
        int palette = bits <= 8 ? 4 << bits : 0;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + palette);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        file[26] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(28), bits);
        return file;
    }

    private static void RefusedBoth(string path, string reason)
    {
        foreach (Action read in new Action[] { () => Picture.Read(path), () => PictureFile.ReadHeader(path) })
        {
            string message = Assert.Throws<MediaException>(read).Message;
            Assert.Contains(path, message);
            Assert.Contains(reason, message);
        }
    }
}
