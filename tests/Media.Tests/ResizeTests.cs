namespace LiVOS.Media.Tests;

public class ResizeTests
{
    [Fact]
    public void Nearest_equals_Pillow()
    {
        foreach (string line in File.ReadLines(Fixture.Of("resize/nearest.txt")))
        {
            long[] numbers = [.. line.Split(' ').Select(long.Parse)];
            int source = (int)numbers[0], target = (int)numbers[1];
            int[] ramp = [.. Enumerable.Range(0, source)];
            Assert.Equal(numbers[2], Checksum(Resize.Nearest(new IndexMask(source, 1, ramp), target, 1).Ids));
            Assert.Equal(numbers[2], Checksum(Resize.Nearest(new IndexMask(1, source, ramp), 1, target).Ids));
        }
    }

    [Fact]
    public void Nearest_keeps_format_and_palette()
    {
        var mask = Resize.Nearest(Samples.Box(10, 8, 2, 6, 2, 6, id: 3, palette: Palette.Davis), 5, 4);
        Assert.Equal((5, 4, MaskFormat.Indexed, Palette.Davis), (mask.Width, mask.Height, mask.Format, mask.Palette));
        Assert.Equal(Samples.Box(5, 4, 1, 3, 1, 3, id: 3).Ids, mask.Ids);
    }

    [Theory]
    [InlineData(1920, 1080, 480, 853, 480)]
    [InlineData(1080, 1920, 480, 480, 853)]
    [InlineData(854, 480, 480, 854, 480)]
    [InlineData(427, 240, 480, 854, 480)]
    [InlineData(500, 500, 480, 480, 480)]
    [InlineData(4096, 2160, 600, 1137, 600)]
    public void Network_size(int width, int height, int size, int expectedWidth, int expectedHeight) =>
        Assert.Equal((expectedWidth, expectedHeight), Resize.NetworkSize(width, height, size));

    private static uint Checksum(int[] indices)
    {
        ulong sum = 0;
        for (int i = 0; i < indices.Length; i++) sum += (ulong)indices[i] * (ulong)(i + 1);
        return (uint)sum;
    }
}
