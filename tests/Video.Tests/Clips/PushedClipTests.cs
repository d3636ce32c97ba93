using System.Threading.Channels;
using LiVOS.Media;

namespace LiVOS.Video.Tests.Clips;

/// <summary>Frames that a program pushes.</summary>
public sealed class PushedClipTests
{
    private const int Width = 3, Height = 2;

    /// <summary>Formats: bytes of a pixel whose red is 10 x + 1, green 10 x + 2 and blue 10 x + 3.</summary>
    public static TheoryData<PixelFormat, byte[]> Formats { get; } = new()
    {
        { PixelFormat.Rgb, [1, 2, 3] },
        { PixelFormat.Bgr, [3, 2, 1] },
        { PixelFormat.Rgba, [1, 2, 3, 9] },
        { PixelFormat.Bgra, [3, 2, 1, 9] },
        { PixelFormat.Grey, [1] },
    };

    [Theory, MemberData(nameof(Formats))]
    public async Task Rows_of_every_format_with_and_without_gaps(PixelFormat format, byte[] pixel)
    {
        byte[] expected = [.. Enumerable.Range(0, Width * Height).SelectMany(at => format == PixelFormat.Grey
            ? (byte[])[(byte)(10 * at + 1), (byte)(10 * at + 1), (byte)(10 * at + 1)]
            : [(byte)(10 * at + 1), (byte)(10 * at + 2), (byte)(10 * at + 3)])];
        foreach (int gap in new[] { 0, 5 })
        {
            int row = Width * pixel.Length;
            byte[] pixels = new byte[(Height - 1) * (row + gap) + row];
            for (int at = 0; at < Width * Height; at++)
                for (int i = 0; i < pixel.Length; i++)
                    pixels[at / Width * (row + gap) + at % Width * pixel.Length + i] = (byte)(10 * at + pixel[i]);
            var clip = new PushedClip(Width, Height);

            await clip.PushAsync(pixels, format, gap == 0 ? 0 : row + gap);
            clip.Complete();

            Assert.Equal(expected, Assert.Single(await clip.AllAsync()).Rgb);
        }
    }

    [Fact]
    public async Task Who_pushes_waits_for_who_takes()
    {
        var clip = new PushedClip(Width, Height);
        byte[] frame = new byte[3 * Width * Height];
        Assert.True(clip.PushAsync(frame).IsCompleted);
        Assert.True(clip.PushAsync(frame).IsCompleted);
        ValueTask third = clip.PushAsync(frame);
        Assert.False(third.IsCompleted);

        await using (IAsyncEnumerator<Picture> reading = clip.ReadAsync(0, int.MaxValue, new SparePictures(), default).GetAsyncEnumerator())
        {
            await reading.MoveNextAsync();
            await third;
        }

        await Assert.ThrowsAsync<ChannelClosedException>(async () => await clip.PushAsync(frame)); // nobody reads any more
    }

    [Fact]
    public void Too_few_pixels_and_short_strides_are_refused()
    {
        var clip = new PushedClip(Width, Height);
        Assert.Contains("has 18 bytes", Assert.Throws<ArgumentException>(() => clip.PushAsync(new byte[17])).Message);
        Assert.Contains("stride of 11", Assert.Throws<ArgumentException>(() => clip.PushAsync(new byte[100], PixelFormat.Rgba, 11)).Message);
    }

    [Fact]
    public async Task An_error_comes_after_all_frames_before()
    {
        var clip = new PushedClip(Width, Height);
        await clip.PushAsync(new byte[18]);
        clip.Complete(new InvalidTimeZoneException());
        int read = 0;
        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            await foreach (Picture _ in clip.ReadAsync(0, int.MaxValue, new SparePictures(), default)) read++;
        });
        Assert.Equal(1, read);
    }
}
