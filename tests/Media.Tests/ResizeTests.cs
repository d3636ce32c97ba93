using FsCheck.Xunit;

namespace LiVOS.Media.Tests;

public class ResizeTests
{
    public static TheoryData<string> TorchResults => Fixture.Names("resize", "*.f32");

    [Theory, MemberData(nameof(TorchResults))]
    public void Antialiased_equals_PyTorch(string name)
    {
        int[] size = [.. Path.GetFileNameWithoutExtension(name).Split('x').Select(int.Parse)];
        float[] expected = Fixture.Floats("resize/" + name), result = new float[expected.Length];
        Resize.Antialiased(Photo(), size[0], size[1], result);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], result[i], 1e-6f);
    }

    [Fact]
    public void Without_a_change_of_size_every_value_is_exact()
    {
        var photo = Photo();
        float[] result = new float[photo.Rgb.Length];
        Resize.Antialiased(photo, photo.Width, photo.Height, result);
        Assert.Equal(photo.Rgb.Select(value => value / 255f), result);
    }

    [Property(MaxTest = 100)]
    public bool A_plain_picture_stays_plain(byte width, byte height, byte toWidth, byte toHeight, byte level)
    {
        float[] result = new float[(toWidth + 1) * (toHeight + 1) * 3];
        Resize.Antialiased(Samples.Plain(width + 1, height + 1, level, level, level), toWidth + 1, toHeight + 1, result);
        return result.All(value => Math.Abs(value - level / 255f) < 1e-6f);
    }

    [Property(MaxTest = 300)]
    public bool Weights_of_any_two_sizes_sum_to_one_and_stay_inside(ushort input, ushort output)
    {
        int from = input % 8192 + 1, to = output % 8192 + 1;
        var weights = new ResizeWeights(from, to);
        return Enumerable.Range(0, to).All(i => weights.Taps[i] >= 1 && weights.Taps[i] <= weights.MostTaps
            && weights.Starts[i] + weights.Taps[i] <= from && Math.Abs(weights[i].ToArray().Sum() - 1) < 1e-4);
    }

    [Fact]
    public void A_resizer_takes_frame_after_frame_without_allocating()
    {
        Picture first = Samples.Noise(64, 48, 1), second = Samples.Noise(64, 48, 2);
        var resizer = new FrameResizer(64, 48, 40, 30);
        float[] once = new float[40 * 30 * 3], again = new float[once.Length];
        resizer.Resize(first, once);
        resizer.Resize(second, again);
        long before = GC.GetAllocatedBytesForCurrentThread();
        resizer.Resize(first, again);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(once, again);
    }

    [Fact]
    public void A_resizer_refuses_other_sizes()
    {
        var resizer = new FrameResizer(64, 48, 40, 30);
        Assert.Throws<ArgumentException>(() => resizer.Resize(new Picture(48, 64), new float[40 * 30 * 3]));
        Assert.Throws<ArgumentException>(() => resizer.Resize(new Picture(64, 48), new float[10]));
    }

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

    static uint Checksum(int[] indices)
    {
        ulong sum = 0;
        for (int i = 0; i < indices.Length; i++) sum += (ulong)indices[i] * (ulong)(i + 1);
        return (uint)sum;
    }

    static Picture Photo() => Png.ReadPicture(Fixture.Of("jpeg/444.png"));
}
