namespace LiVOS.Media.Tests;

public class OverlayTests
{
    private static readonly Picture s_grey = Samples.Plain(12, 12, 100, 100, 100);

    [Fact]
    public void Objects_are_tinted_and_outlined_and_background_is_left_alone()
    {
        var blended = Overlay.Blend(s_grey, Samples.Box(12, 12, 2, 10, 2, 10), 0.5);
        Assert.Equal((100, 100, 100), At(blended, 1, 1));
        Assert.Equal((191, 127, 127), At(blended, 2, 2)); // half way from (128, 0, 0) to white
        Assert.Equal((114, 50, 50), At(blended, 5, 5));
        Assert.Equal((100, 100, 100), At(s_grey, 5, 5));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 0)]
    public void Opacity_goes_from_frame_to_colour(double opacity, int green) =>
        Assert.Equal(green, At(Overlay.Blend(s_grey, Samples.Box(12, 12, 2, 10, 2, 10), opacity), 5, 5).G);

    [Fact]
    public void Colours_are_the_palettes_and_ids_beyond_it_have_one_too()
    {
        var palette = new Palette([0, 0, 0, 1, 2, 3]);
        Assert.Equal((1, 2, 3), At(Overlay.Blend(s_grey, Samples.Box(12, 12, 0, 12, 0, 12, palette: palette), 1), 5, 5));
        Assert.Equal((128, 0, 0), At(Overlay.Blend(s_grey, Samples.Box(12, 12, 0, 12, 0, 12, id: 256, MaskFormat.RgbIds), 1), 5, 5));
    }

    [Fact]
    public void Other_sizes_and_opacities_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Overlay.Blend(s_grey, Samples.Box(11, 12, 0, 1, 0, 1), 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Overlay.Blend(s_grey, Samples.Box(12, 12, 0, 1, 0, 1), double.NaN));
    }

    internal static (int R, int G, int B) At(Picture picture, int x, int y)
    {
        int i = (y * picture.Width + x) * 3;
        return (picture.Rgb[i], picture.Rgb[i + 1], picture.Rgb[i + 2]);
    }
}
