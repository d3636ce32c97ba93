namespace LiVOS.Media.Tests;

public sealed class MaskSourceTests : IDisposable
{
    private readonly TemporaryFolder _clip = new(), _masks = new();
    private readonly FrameFolder _frames;

    public MaskSourceTests()
    {
        for (int i = 0; i < 5; i++) _clip.Add($"{i:00000}.png", new Picture(8, 6));
        _frames = FrameFolder.Open(_clip.Path);
    }

    public void Dispose()
    {
        _clip.Dispose();
        _masks.Dispose();
    }

    [Fact]
    public void A_folder_gives_each_mask_to_its_frame()
    {
        var palette = new Palette([0, 0, 0, 1, 2, 3]);
        _masks.Add("00001.png", Samples.Box(8, 6, 0, 2, 0, 2, id: 1, palette: palette));
        _masks.Add("00003.png", Samples.Box(8, 6, 0, 2, 0, 2, id: 9, MaskFormat.Grey));
        var source = MaskSource.Open(_masks.Path, _frames);
        Assert.Equal((1, MaskFormat.Indexed), (source.FirstFrame, source.Format));
        Assert.False(source.TryRead(0, out _));
        Assert.True(source.TryRead(1, out var first));
        Assert.True(source.TryRead(3, out var later));
        Assert.Equal([1], first.ObjectIds);
        Assert.Equal([9], later.ObjectIds);
        Assert.Equal((MaskFormat.Indexed, source.Palette), (later.Format, later.Palette));
        Assert.Equal(palette.Rgb, source.Palette!.Rgb);
    }

    [Theory]
    [InlineData("00002.png", 2)]
    [InlineData("3.png", 3)]
    [InlineData("mask_004.png", 4)]
    [InlineData("start.png", 0)]
    public void A_single_mask_belongs_to_the_frame_of_its_name_or_number_or_to_the_first(string name, int frame) =>
        Assert.Equal(frame, MaskSource.Open(_masks.Add(name, Samples.Box(8, 6, 0, 2, 0, 2)), _frames).FirstFrame);

    [Fact]
    public void A_mask_that_fits_no_frame_is_named()
    {
        _masks.Add("00000.png", Samples.Box(8, 6, 0, 2, 0, 2));
        _masks.Add("00099.png", Samples.Box(8, 6, 0, 2, 0, 2));
        Refused(_masks.Path, _masks["00099.png"]);
    }

    [Fact]
    public void A_mask_of_another_size_is_named()
    {
        _masks.Add("00000.png", Samples.Box(8, 6, 0, 2, 0, 2));
        _masks.Add("00001.png", Samples.Box(6, 8, 0, 2, 0, 2));
        var source = MaskSource.Open(_masks.Path, _frames);
        string message = Assert.Throws<MediaException>(() => source.TryRead(1, out _)).Message;
        Assert.Contains(_masks["00001.png"], message);
        Assert.Contains("6x8", message);
        Assert.Contains("8x6", message);
    }

    [Fact]
    public void Ids_in_rgb_and_ids_in_indices_do_not_mix()
    {
        _masks.Add("00000.png", Samples.Box(8, 6, 0, 2, 0, 2));
        _masks.Add("00001.png", Samples.Box(8, 6, 0, 2, 0, 2, id: 1000, MaskFormat.RgbIds));
        var source = MaskSource.Open(_masks.Path, _frames);
        Assert.Contains("different kinds", Assert.Throws<MediaException>(() => source.TryRead(1, out _)).Message);
    }

    [Fact]
    public void The_first_mask_is_the_first_that_shows_an_object()
    {
        _masks.Add("00000.png", new IndexMask(8, 6, new int[48]));
        Refused(_masks.Path, "shows no object");
        _masks.Add("00002.png", Samples.Box(8, 6, 0, 2, 0, 2, id: 4));
        var source = MaskSource.Open(_masks.Path, _frames);
        Assert.Equal(2, source.FirstFrame);
        Assert.Equal([4], source.FirstObjectIds);
        Assert.False(source.TryRead(0, out _));
    }

    [Fact]
    public void A_later_mask_without_objects_is_taken()
    {
        _masks.Add("00000.png", Samples.Box(8, 6, 0, 2, 0, 2));
        _masks.Add("00001.png", new IndexMask(8, 6, new int[48]));
        Assert.True(MaskSource.Open(_masks.Path, _frames).TryRead(1, out var mask));
        Assert.Empty(mask.ObjectIds);
    }

    [Fact]
    public void Missing_and_empty_folders_are_refused()
    {
        Refused(_masks.Path, "holds no masks");
        Refused(_masks["none"], "no mask file or folder");
    }

    private void Refused(string path, string reason) =>
        Assert.Contains(reason, Assert.Throws<MediaException>(() => MaskSource.Open(path, _frames)).Message);
}
