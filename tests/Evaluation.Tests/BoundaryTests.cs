using FsCheck.Xunit;
using LiVOS.Evaluation.Scores;

namespace LiVOS.Evaluation.Tests;

public class BoundaryTests
{
    [Fact]
    public void The_boundary_lies_half_a_pixel_towards_the_origin() => Assert.Equal(
        [
            ".......",
            ".####..",
            ".#..#..",
            ".####..",
            ".......",
        ],
        Samples.Rows(Boundary.Of(Samples.Box(7, 5, 2, 4, 2, 5))));

    [Fact]
    public void There_is_none_at_the_edge() => Assert.Equal(
        [
            ".#..",
            ".#..",
            ".#..",
        ],
        Samples.Rows(Boundary.Of(Samples.Box(4, 3, 0, 3, 2, 4))));

    [Property(MaxTest = 300)]
    public bool Is_that_of_the_definition_pixel_by_pixel(int seed)
    {
        Bitmap mask = Samples.RandomPair(seed).A;
        return Samples.Rows(Boundary.Of(mask)).SequenceEqual(Samples.Rows(Definition(mask)));
    }

    [Property(MaxTest = 300)]
    public bool Dilation_is_that_of_every_pixel_by_every_offset(int seed, byte size)
    {
        Bitmap mask = Samples.RandomPair(seed).A;
        int radius = size % 12;
        Bitmap expected = Samples.Map(mask, mask.Width, mask.Height, (x, y) => Disk(radius).Any(offset => At(mask, x + offset.X, y + offset.Y)));
        return Samples.Rows(Dilation.ByDisk(mask, radius)).SequenceEqual(Samples.Rows(expected));
    }

    [Fact]
    public void A_disk_beyond_the_frame_fills_it()
    {
        Bitmap dilated = Dilation.ByDisk(Samples.Box(70, 9, 4, 5, 35, 36), 300);
        Assert.Equal(70 * 9, dilated.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Dilation.ByDisk(dilated, -1));
    }

    [Theory]
    [InlineData(854, 480, 8)]
    [InlineData(1280, 720, 12)]
    [InlineData(400, 300, 4)]
    [InlineData(1, 1, 1)]
    public void The_tolerance_follows_the_diagonal(int width, int height, int radius) => Assert.Equal(radius, BoundaryAccuracy.Radius(width, height));

    /// <summary>docs/network.md#boundary-accuracy, word by word.</summary>
    private static Bitmap Definition(Bitmap s)
    {
        int right = s.Width - 1, bottom = s.Height - 1;
        Bitmap b = Samples.Map(s, s.Width, s.Height, (x, y) => (s[x, y] ^ At(s, x + 1, y)) | (s[x, y] ^ At(s, x, y + 1)) | (s[x, y] ^ At(s, x + 1, y + 1)));
        for (int x = 0; x <= right; x++) b[x, bottom] = s[x, bottom] ^ At(s, x + 1, bottom);
        for (int y = 0; y <= bottom; y++) b[right, y] = s[right, y] ^ At(s, right, y + 1);
        b[right, bottom] = false;
        return b;
    }

    private static bool At(Bitmap mask, int x, int y) => x >= 0 && y >= 0 && x < mask.Width && y < mask.Height && mask[x, y];

    private static IEnumerable<(int X, int Y)> Disk(int radius) =>
        from y in Enumerable.Range(-radius, 2 * radius + 1)
        from x in Enumerable.Range(-radius, 2 * radius + 1)
        where x * x + y * y <= radius * radius
        select (x, y);
}
