namespace LiVOS.Media.Tests;

/// <summary>JPEG files as they are written, judged by who reads them.</summary>
public sealed class JpegEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(64, 48, 90, 1.5)]
    [InlineData(61, 37, 75, 3)]
    [InlineData(1, 1, 75, 3)]
    [InlineData(200, 9, 30, 7)]
    public void What_was_written_is_read_again(int width, int height, int quality, double difference)
    {
        Picture picture = Waves(width, height);
        string file = _folder.Add("picture.jpg", Jpeg.Encode(picture, quality));

        Picture read = Jpeg.Read(file);

        Assert.Equal((width, height), (read.Width, read.Height));
        Assert.Equal((width, height), PictureFile.ReadSize(file));
        Assert.InRange(picture.Rgb.Zip(read.Rgb, (a, b) => Math.Abs(a - b)).Average(), 0, difference);
    }

    [Fact]
    public void Noise_needs_every_symbol_of_the_code()
    {
        Picture noise = Samples.Noise(160, 160);
        Picture read = Jpeg.Read(_folder.Add("noise.jpg", Jpeg.Encode(noise, 100)));
        Assert.InRange(noise.Rgb.Zip(read.Rgb, (a, b) => Math.Abs(a - b)).Average(), 0, 1);
    }

    [Fact]
    public void Smooth_pictures_are_small_and_there_are_qualities_1_to_100()
    {
        Picture picture = Waves(320, 180);
        Assert.InRange(Jpeg.Encode(picture, 70).Length, 1000, 15000);
        Assert.True(Jpeg.Encode(picture, 1).Length < Jpeg.Encode(picture, 100).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Jpeg.Encode(picture, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Jpeg.Encode(picture, 101));
    }

    private static Picture Waves(int width, int height)
    {
        var picture = new Picture(width, height);
        for (int i = 0; i < width * height; i++)
            for (int channel = 0; channel < 3; channel++)
                picture.Rgb[i * 3 + channel] = (byte)(128 + 100 * Math.Sin((i % width + 30 * channel) * 0.05) * Math.Cos(i / width * 0.07 + channel));
        return picture;
    }
}
