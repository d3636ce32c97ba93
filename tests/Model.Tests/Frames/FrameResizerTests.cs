using System.Runtime.InteropServices;
using LiVOS.Model.Frames;

namespace LiVOS.Model.Tests;

public class FrameResizerTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "resize");

    [Theory]
    [InlineData(13, 9)]
    [InlineData(40, 30)]
    [InlineData(61, 20)]
    [InlineData(70, 52)]
    [InlineData(90, 7)]
    [InlineData(1, 1)]
    public void Equals_PyTorch(int width, int height)
    {
        float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(s_folder, $"{width}x{height}.f32"))).ToArray();
        var result = new float[expected.Length];
        new FrameResizer(new FrameGeometry(height, width, 45, 61)).Resize(Photo(), result);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], result[i], 1e-6f);
    }

    [Fact]
    public void Without_a_change_of_size_every_value_is_exact()
    {
        var result = new float[45 * 61 * 3];
        new FrameResizer(new FrameGeometry(45, 61)).Resize(Photo(), result);
        Assert.Equal(Photo().Select(value => value / 255f), result);
    }

    [Fact]
    public void A_plain_picture_stays_plain()
    {
        var random = new Random(9);
        for (int i = 0; i < 100; i++)
        {
            var geometry = new FrameGeometry(random.Next(1, 257), random.Next(1, 257), random.Next(1, 257), random.Next(1, 257));
            var frame = new byte[geometry.SourceHeight * geometry.SourceWidth * 3];
            Array.Fill(frame, (byte)random.Next(256));
            var result = new float[geometry.Height * geometry.Width * 3];
            new FrameResizer(geometry).Resize(frame, result);
            Assert.True(result.All(value => Math.Abs(value - frame[0] / 255f) < 1e-6f), $"{geometry}, level {frame[0]}");
        }
    }

    [Fact]
    public void Takes_frame_after_frame_without_allocating()
    {
        byte[] first = Photo(), second = [.. first.Reverse()];
        var resizer = new FrameResizer(new FrameGeometry(30, 40, 45, 61));
        float[] once = new float[40 * 30 * 3], again = new float[once.Length];
        resizer.Resize(first, once);
        resizer.Resize(second, again);
        Assert.NotEqual(once, again);
        long before = GC.GetAllocatedBytesForCurrentThread();
        resizer.Resize(first, again);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(once, again);
    }

    [Fact]
    public void Other_sizes_are_refused()
    {
        var resizer = new FrameResizer(new FrameGeometry(30, 40, 45, 61));
        Assert.Throws<ArgumentException>(() => resizer.Resize(new byte[5], new float[40 * 30 * 3]));
        Assert.Throws<ArgumentException>(() => resizer.Resize(Photo(), new float[10]));
    }

    [Fact]
    public void Masks_are_resized_as_Pillow_does()
    {
        foreach (string line in File.ReadLines(Path.Combine(s_folder, "nearest.txt")))
        {
            long[] numbers = [.. line.Split(' ').Select(long.Parse)];
            int source = (int)numbers[0], target = (int)numbers[1];
            int[] ramp = [.. Enumerable.Range(0, source)];
            Assert.Equal(numbers[2], Checksum(NearestPixels.Of(ramp, new FrameGeometry(1, target, 1, source))));
            Assert.Equal(numbers[2], Checksum(NearestPixels.Of(ramp, new FrameGeometry(target, 1, source, 1))));
        }
    }

    private static uint Checksum(ReadOnlySpan<int> indices)
    {
        ulong sum = 0;
        for (int i = 0; i < indices.Length; i++) sum += (ulong)indices[i] * (ulong)(i + 1);
        return (uint)sum;
    }

    private static byte[] Photo() => File.ReadAllBytes(Path.Combine(s_folder, "photo.rgb"));
}
