using static LiVOS.Media.Tests.PngParts;

namespace LiVOS.Media.Tests;

/// <summary>Whatever is in a file, it is read or refused with a <see cref="MediaException"/>.</summary>
public sealed class PngDamageTests : IDisposable
{
    private static readonly string[] s_allKinds = Directory.GetFiles(Fixture.Of("png"), "*.png");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_shortened_file_is_refused()
    {
        byte[] whole = Fixture.Bytes("png/indexed4-interlaced.png");
        for (int length = 0; length < whole.Length - 12; length++) Refused(whole[..length]); // the last chunk may be missing
    }

    [Fact]
    public void Every_changed_byte_is_noticed()
    {
        byte[] whole = Fixture.Bytes("png/rgb8.png");
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 0x55;
            Refused(changed);
        }
    }

    /// <summary>Bytes changed at random with every checksum made right again: what a hostile file would be.</summary>
    [Fact]
    public void Damage_behind_right_checksums_is_read_or_refused() => Fuzz.Run(1500, random =>
    {
        byte[] file = random.Mutate(File.ReadAllBytes(s_allKinds[random.Next(s_allKinds.Length)]), from: 8);
        PngParts.MakeChecksumsRight(file);
        string path = _folder.Add("damaged.png", file);
        Fuzz.ReadOrRefuse(path, () => Png.ReadPicture(path));
        Fuzz.ReadOrRefuse(path, () => Png.ReadMask(path));
        Fuzz.ReadOrRefuse(path, () => Png.ReadAlpha(path));
        Fuzz.ReadOrRefuse(path, () => PictureFile.ReadHeader(path));
    });

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    [InlineData(40000, 10)]
    [InlineData(30000, 30000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-1, 1)]
    public void Absurd_sizes_are_refused(int width, int height) =>
        Refused(Build(width, height, 8, 2, new byte[100]), $"{(uint)width}x{(uint)height}");

    [Fact]
    public void A_size_that_the_data_cannot_fill_takes_no_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(Build(8000, 8000, 8, 6, new byte[100]), "cut short");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_bomb_is_unpacked_no_further_than_the_picture()
    {
        string path = _folder.Add("bomb.png", Build(10, 10, 8, 0, new byte[200_000_000 / 8]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(10, Png.ReadPicture(path).Width);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Unknown_formats_are_refused()
    {
        Refused(Build(4, 4, 3, 0, new byte[20]), "3 bits");
        Refused(Build(4, 4, 4, 2, new byte[20]), "colour type 2");
        Refused(Build(4, 4, 8, 5, new byte[20]), "colour type 5");
    }

    [Fact]
    public void Missing_parts_are_named()
    {
        Refused(Build(4, 4, 8, 3, new byte[20]), "palette is missing");
        Refused(Build(4, 4, 8, 0, null), "no image data");
        Refused([.. Build(4, 4, 8, 0, new byte[20])[..8], .. Chunk("IEND", [])], "header");
        Refused(Build(4, 4, 8, 0, [7, 0, 0, 0, 0, .. new byte[15]]), "row filter 7");
        Refused([.. "GIF89a"u8, .. new byte[50]], "not a PNG");
    }

    private void Refused(byte[] file, string reason = "")
    {
        string path = _folder.Add("damaged.png", file);
        var error = Assert.Throws<MediaException>(() => Png.ReadPicture(path));
        Assert.Contains(path, error.Message);
        Assert.Contains(reason, error.Message);
    }
}
