namespace LiVOS.Media.Tests;

public class ValueTests
{
    [Fact]
    public void The_Davis_palette_is_the_Pascal_colour_map()
    {
        var davis = Palette.Davis;
        Assert.Equal(256, davis.Count);
        Assert.Equal([(0, 0, 0), (128, 0, 0), (0, 128, 0), (128, 128, 0)], Enumerable.Range(0, 4).Select(i => ((int, int, int))davis[i]));
        Assert.Equal((64, 0, 0), davis[8]);
        Assert.Equal((224, 224, 192), davis[255]);
    }

    [Fact]
    public void Object_ids_are_sorted_and_without_background() =>
        Assert.Equal([2, 300, 70000], new IndexMask(3, 2, [300, 0, 2, 2, 70000, 300], MaskFormat.RgbIds).ObjectIds);

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Picture(2, 2, new byte[11]));
        Assert.Throws<ArgumentException>(() => new IndexMask(2, 2, new int[5]));
        Assert.Throws<ArgumentException>(() => new Palette([1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(1 << 16, 1 << 16));
    }

    [Fact]
    public void A_missing_picture_is_named() =>
        Assert.Contains("There is no file 'none.jpg'", Assert.Throws<MediaException>(() => Picture.Read("none.jpg")).Message);

    [Fact]
    public void A_folder_is_no_picture() =>
        Assert.Contains("is a folder", Assert.Throws<MediaException>(() => Picture.Read(Fixture.Folder)).Message);
}
