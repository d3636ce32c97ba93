using LiVOS.Media;

namespace LiVOS.Video.Tests;

/// <summary>Reads clips to their end.</summary>
internal static class Reading
{
    /// <summary>All frames.</summary>
    public static async Task<List<Picture>> AllAsync(this VideoClip clip)
    {
        List<Picture> read = [];
        await foreach (Picture picture in clip.ReadAsync(0, int.MaxValue, new SparePictures(), CancellationToken.None)) read.Add(picture);
        return read;
    }

    /// <summary>The mean difference of two pictures' bytes.</summary>
    public static double DifferenceFrom(this Picture one, Picture other)
    {
        Assert.Equal((other.Width, other.Height), (one.Width, one.Height));
        return one.Rgb.Zip(other.Rgb, (a, b) => Math.Abs(a - b)).Average();
    }
}
