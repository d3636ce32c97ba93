namespace LiVOS.Media.Tests;

/// <summary>Masks of labels are written and shown as the ids that their labels stand for.</summary>
public sealed class LabelMaskTests : IDisposable
{
    private const int Width = 6, Height = 4;

    private static readonly byte[] s_labels = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i / 3 % 4))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MaskFormat.Indexed, 200)]
    [InlineData(MaskFormat.Grey, 200)]
    [InlineData(MaskFormat.Grey16, 60_000)]
    [InlineData(MaskFormat.RgbIds, 0xABCDEF)]
    public void Files_are_those_of_the_ids(MaskFormat format, int largest)
    {
        int[] ids = [0, 7, largest, 3];
        Png.WriteMask(_folder["labels.png"], new LabelMask(Width, Height, s_labels, ids, format));
        Png.WriteMask(_folder["ids.png"], new IndexMask(Width, Height, [.. s_labels.Select(label => ids[label])], format));
        Assert.Equal(File.ReadAllBytes(_folder["ids.png"]), File.ReadAllBytes(_folder["labels.png"]));
    }

    [Fact]
    public void Only_ids_that_are_seen_must_fit_the_format()
    {
        Png.WriteMask(_folder["mask.png"], new LabelMask(Width, Height, s_labels, [0, 1, 2, 3, 256], MaskFormat.Indexed));
        var error = Assert.Throws<MediaException>(
            () => Png.WriteMask(_folder["mask.png"], new LabelMask(Width, Height, s_labels, [0, 1, 2, 256], MaskFormat.Indexed)));
        Assert.Contains("has the object id 256", error.Message);
    }

    [Fact]
    public void Overlays_are_those_of_the_ids()
    {
        int[] ids = [0, 7, 300, 3];
        Picture expected = Samples.Plain(Width, Height, 100, 100, 100), actual = Samples.Plain(Width, Height, 100, 100, 100);
        Overlay.Draw(expected, new IndexMask(Width, Height, [.. s_labels.Select(label => ids[label])], MaskFormat.RgbIds), 0.5);
        Overlay.Draw(actual, new LabelMask(Width, Height, s_labels, ids, MaskFormat.RgbIds), 0.5);
        Assert.Equal(expected.Rgb, actual.Rgb);
    }

    [Fact]
    public void Other_numbers_of_pixels_are_refused() =>
        Assert.Throws<ArgumentException>(() => new LabelMask(Width, Height, new byte[3], [0], MaskFormat.Indexed));
}
