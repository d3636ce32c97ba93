using LiVOS.Studio.Insight;

namespace LiVOS.Studio.Tests;

public sealed class RastersTests
{
    [Fact]
    public void Places_that_differ_most_differ_in_red()
    {
        float[] values = [.. Enumerable.Range(0, 20).SelectMany(place => new[] { place < 10 ? 5f : -5f, place % 2 * 0.1f, 1 })];
        byte[] rgb = Rasters.Principal(values, 3);
        Assert.All(Enumerable.Range(0, 9), place => Assert.Equal(rgb[0], rgb[place * 3], 3.0));
        Assert.True(Math.Abs(rgb[0] - rgb[19 * 3]) > 200);
    }

    [Fact]
    public void Like_keys_have_like_hues()
    {
        byte[] rgb = Rasters.Hues([.. (float[])[1, 0, 0, 0], .. (float[])[0, 1, 0, 0], .. (float[])[1, 0, 0, 0]], 4);
        Assert.Equal(rgb[..3], rgb[6..9]);
        Assert.NotEqual(rgb[..3], rgb[3..6]);
    }

    [Fact]
    public void Signs_have_colours()
    {
        byte[] rgb = Rasters.Signed([4, -4, 0]);
        Assert.True(rgb[0] > rgb[2] && rgb[5] > rgb[3]);
        Assert.Equal([0, 0, 0], rgb[6..]);
    }
}
