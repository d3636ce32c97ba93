namespace LiVOS.Media.Tests;

/// <summary>Sizes from headers alone, and folders of masks.</summary>
public sealed class PictureFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Jpegs => Fixture.Names("jpeg", "*.jpg");

    [Theory, MemberData(nameof(Jpegs))]
    public void A_JPEG_files_size(string name)
    {
        string file = Fixture.Of("jpeg/" + name);
        Picture picture = Jpeg.Read(file);
        Assert.Equal((picture.Width, picture.Height), PictureFile.ReadSize(file));
    }

    [Fact]
    public void A_PNG_files_size() => Assert.Equal((13, 7), PictureFile.ReadSize(_folder.Add("picture.png", Samples.Noise(13, 7))));

    [Fact]
    public void Stray_and_filling_bytes_between_segments_do_no_harm()
    {
        byte[] jpeg = Jpeg.Encode(Samples.Noise(20, 30), 50);
        Assert.Equal((20, 30), PictureFile.ReadSize(_folder.Add("filled.jpg",
            [.. jpeg[..2], 0xFF, 0xFF, .. jpeg[2..20], 0x12, 0xFF, 0x00, .. jpeg[20..]])));
    }

    [Fact]
    public void Files_that_give_no_size()
    {
        byte[] jpeg = Jpeg.Encode(Samples.Noise(20, 30), 50), png = File.ReadAllBytes(_folder.Add("whole.png", Samples.Noise(5, 5)));
        Refused("cut.jpg", jpeg[..150]);
        Refused("start.jpg", jpeg[..20]);
        Refused("cut.png", png[..20]);
        Refused("text.png", "no picture at all"u8.ToArray());
        Refused("empty.png", []);
        Assert.Contains("nowhere.png", Assert.Throws<MediaException>(() => PictureFile.ReadSize(_folder["nowhere.png"])).Message);
        Assert.Contains("folder", Assert.Throws<MediaException>(() => PictureFile.ReadSize(_folder.Path)).Message);

        void Refused(string name, byte[] bytes) =>
            Assert.Contains(name, Assert.Throws<MediaException>(() => PictureFile.ReadSize(_folder.Add(name, bytes))).Message);
    }

    [Fact]
    public void A_folder_of_masks_is_in_the_order_of_names()
    {
        _folder.Add("b.png", Samples.Box(4, 3, 0, 1, 0, 1));
        _folder.Add("a.png", Samples.Box(4, 3, 0, 1, 0, 1, id: 5));
        _folder.Add("notes.txt", [1]);

        MaskFolder masks = MaskFolder.Open(_folder.Path);

        Assert.Equal(["a", "b"], Enumerable.Range(0, masks.Count).Select(masks.Name));
        Assert.Equal([5], masks.Read(0).ObjectIds);
        Assert.Equal((1, -1), (masks.IndexOf("b"), masks.IndexOf("notes")));
        _folder.Add("a.PNG", Samples.Box(4, 3, 0, 1, 0, 1));
        Assert.Contains("same name", Assert.Throws<MediaException>(() => MaskFolder.Open(_folder.Path)).Message);
    }
}
