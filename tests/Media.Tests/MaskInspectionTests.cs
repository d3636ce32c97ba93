namespace LiVOS.Media.Tests;

public sealed class MaskInspectionTests
{
    private const int Width = 96, Height = 64;

    [Theory]
    [InlineData(MaskFormat.Grey, 255)]
    [InlineData(MaskFormat.Grey, 128)]
    [InlineData(MaskFormat.Indexed, 255)]
    [InlineData(MaskFormat.RgbIds, 0xFFFFFF)]
    [InlineData(MaskFormat.RgbIds, 0x0000FF)]
    public void Smooth_edges_are_no_ids(MaskFormat format, int brightest)
    {
        foreach (double radius in new[] { 0.6, 1.2, 3, 8 })
        {
            MaskInspection found = MaskInspection.Of(Disc(format, radius, brightest));
            Assert.Equal(MaskContent.SmoothEdges, found.Content);
            Assert.True(found.EdgeIds > found.Ids / 2, $"{radius}: {found.EdgeIds} of {found.Ids}");
            Assert.Contains("ids lie only on edges: smooth edges;", found.Complaint("m.png"));
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(64)]
    public void One_step_is_a_smooth_edge_too(int step)
    {
        IndexMask mask = Samples.Box(Width, Height, 9, 41, 9, 61, step, MaskFormat.Grey);
        for (int y = 10; y < 40; y++) mask.Ids.AsSpan(y * Width + 10, 50).Fill(255);
        Assert.Equal((MaskContent.SmoothEdges, 1), (MaskInspection.Of(mask).Content, MaskInspection.Of(mask).EdgeIds));
    }

    [Theory]
    [InlineData(MaskFormat.Grey)]
    [InlineData(MaskFormat.RgbIds)]
    public void A_photograph_is_no_mask(MaskFormat format)
    {
        var random = new Random(1);
        var mask =
            new IndexMask(Width, Height, [.. Enumerable.Range(0, Width * Height).Select(i => random.Next(format == MaskFormat.Grey ? 256 : 1 << 24))], format);
        MaskInspection found = MaskInspection.Of(mask);
        Assert.Equal(MaskContent.Photograph, found.Content);
        Assert.Contains("photograph", found.Complaint("m.png"));
    }

    [Fact]
    public void Objects_are_what_they_are_however_small_thin_many_or_close()
    {
        IndexMask[] masks =
        [
            Samples.Box(Width, Height, 10, 40, 10, 60, 255, MaskFormat.Grey),
            Samples.Box(Width, Height, 10, 12, 10, 12),
            Tiles(side: 4, count: 200),
            Tiles(side: 2, count: 8, step: 8),
            Steps(1, 2),
            Steps(127, 255),
            Disc(MaskFormat.Indexed, radius: 0, 1),
        ];
        Assert.All(masks, mask => Assert.Equal((MaskContent.Objects, null), (MaskInspection.Of(mask).Content, MaskInspection.Of(mask).Complaint("m.png"))));
    }

    [Fact]
    public void The_background_covers_most_of_the_border()
    {
        IndexMask inverted = Samples.Box(Width, Height, 0, Height, 0, Width, 7);
        for (int y = 10; y < 40; y++) inverted.Ids.AsSpan(y * Width + 10, 50).Clear();
        Assert.Equal(7, MaskInspection.Of(inverted).BorderId);
        Assert.Null(MaskInspection.Of(Samples.Box(Width, Height, 30, Height, 10, 60)).BorderId);
        Assert.Null(MaskInspection.Of(new IndexMask(Width, Height, new int[Width * Height])).BorderId);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_void_rim_is_known(int thickness)
    {
        IndexMask mask = Samples.Box(Width, Height, 10, 50, 10, 60, 255);
        for (int y = 10 + thickness; y < 50 - thickness; y++) mask.Ids.AsSpan(y * Width + 10 + thickness, 50 - 2 * thickness).Fill(1);
        Assert.True(MaskInspection.Of(mask).VoidRims);
        Assert.Equal(MaskContent.Objects, MaskInspection.Of(mask).Content);
    }

    [Fact]
    public void An_object_255_is_no_void_rim()
    {
        Assert.False(MaskInspection.Of(Samples.Box(Width, Height, 10, 50, 10, 60, 255)).VoidRims);
        IndexMask around = Samples.Box(Width, Height, 5, 60, 5, 90, 255);
        for (int y = 25; y < 40; y++) around.Ids.AsSpan(y * Width + 30, 20).Fill(1);
        Assert.False(MaskInspection.Of(around).VoidRims);
        IndexMask apart = Samples.Box(Width, Height, 5, 8, 5, 90, 255);
        for (int y = 25; y < 40; y++) apart.Ids.AsSpan(y * Width + 30, 20).Fill(1);
        Assert.False(MaskInspection.Of(apart).VoidRims);
    }

    /// <summary>A disc whose edge runs from dark to bright within some pixels.</summary>
    private static IndexMask Disc(MaskFormat format, double radius, int brightest)
    {
        int[] ids = new int[Width * Height];
        int step = brightest == 0xFFFFFF ? 0x010101 : 1, most = brightest / step;
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
            {
                double inside = 20 - Math.Sqrt((x - 47.3) * (x - 47.3) + (y - 31.6) * (y - 31.6));
                double share = radius == 0 ? (inside > 0 ? 1 : 0) : Math.Clamp(0.5 + inside / (2 * radius), 0, 1);
                ids[y * Width + x] = (int)Math.Round(share * most) * step;
            }
        Palette grey = new([.. Enumerable.Range(0, 256).SelectMany(value => new[] { (byte)value, (byte)value, (byte)value })]);
        return new IndexMask(Width, Height, ids, format, format == MaskFormat.Indexed && most == 255 ? grey : null);
    }

    /// <summary>Objects side by side.</summary>
    private static IndexMask Tiles(int side, int count, int step = 0)
    {
        if (step == 0) step = side;
        int[] ids = new int[Width * Height];
        for (int i = 0; i < count; i++)
            for (int y = 0; y < side; y++)
                ids.AsSpan((i / (Width / step) * step + y) * Width + i % (Width / step) * step, side).Fill(i + 1);
        return new IndexMask(Width, Height, ids);
    }

    /// <summary>One object beside another.</summary>
    private static IndexMask Steps(int left, int right)
    {
        IndexMask mask = Samples.Box(Width, Height, 10, 40, 10, 30, left, MaskFormat.Grey);
        for (int y = 12; y < 50; y++) mask.Ids.AsSpan(y * Width + 30, 30).Fill(right);
        return mask;
    }
}
