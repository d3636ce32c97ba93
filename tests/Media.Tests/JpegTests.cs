namespace LiVOS.Media.Tests;

public sealed class JpegTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> AllKinds => Fixture.Names("jpeg", "*.jpg");

    [SkippableTheory, MemberData(nameof(AllKinds))]
    public void Every_pixel_equals_Pillows(string name)
    {
        NeedsTurboJpeg();
        var expected = Png.ReadPicture(Fixture.Of("jpeg/" + name.Replace(".jpg", ".png")));
        var picture = Jpeg.Read(Fixture.Of("jpeg/" + name));
        Assert.Equal((expected.Width, expected.Height), (picture.Width, picture.Height));
        Assert.Equal(expected.Rgb, picture.Rgb);
    }

    [SkippableTheory]
    [InlineData("420.jpg", 1.0)]
    [InlineData("444.jpg", 1.0)]
    [InlineData("progressive.jpg", 1.0)]
    [InlineData("grey.jpg", 1.0)]
    public void Ffmpeg_comes_close(string name, double meanDifference)
    {
        NeedsFfmpeg();
        var expected = Png.ReadPicture(Fixture.Of("jpeg/" + name.Replace(".jpg", ".png")));
        // A name that a careless command line would take for a pattern, a protocol or an option.
        var picture = FfmpegStill.Read(folder.Add("-a:b%03d.jpg", Fixture.Bytes("jpeg/" + name)));
        Assert.Equal((expected.Width, expected.Height), (picture.Width, picture.Height));
        Assert.InRange(expected.Rgb.Zip(picture.Rgb, (a, b) => Math.Abs(a - b)).Average(), 0, meanDifference);
    }

    [SkippableFact]
    public void A_file_cut_short_is_refused()
    {
        NeedsTurboJpeg();
        byte[] whole = Fixture.Bytes("jpeg/420.jpg");
        for (int length = 0; length < whole.Length - 2; length += 7)
            Refused(() => Jpeg.Read(folder.Add("cut.jpg", whole[..length])), "cut.jpg");
    }

    [SkippableFact]
    public void Ffmpeg_too_refuses_a_file_cut_short()
    {
        NeedsFfmpeg();
        byte[] whole = Fixture.Bytes("jpeg/420.jpg");
        Refused(() => FfmpegStill.Read(folder.Add("cut.jpg", whole[..(whole.Length / 2)])), "cut.jpg");
        Refused(() => FfmpegStill.Read(folder.Add("noise.jpg", [0xFF, 0xD8, 0xFF, 1, 2, 3])), "noise.jpg");
    }

    [SkippableFact]
    public void Damage_is_read_or_refused()
    {
        NeedsTurboJpeg();
        var random = new Random(5);
        byte[] whole = Fixture.Bytes("jpeg/progressive.jpg");
        for (int round = 0; round < 500; round++)
        {
            byte[] changed = [.. whole];
            for (int i = 0; i < 3; i++) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            string path = folder.Add("damaged.jpg", changed);
            try
            {
                Jpeg.Read(path);
            }
            catch (MediaException error)
            {
                Assert.Contains(path, error.Message);
            }
        }
    }

    [SkippableFact]
    public void Stray_bytes_between_segments_do_no_harm()
    {
        NeedsTurboJpeg();
        byte[] whole = Fixture.Bytes("jpeg/420.jpg");
        string stray = folder.Add("stray.jpg", [.. whole[..^2], 0, 0, 0, .. whole[^2..]]);
        Assert.Equal(Jpeg.Read(Fixture.Of("jpeg/420.jpg")).Rgb, Jpeg.Read(stray).Rgb);
    }

    [SkippableFact]
    public void Stray_bytes_do_not_hide_that_a_file_is_cut_short()
    {
        NeedsTurboJpeg();
        byte[] whole = Fixture.Bytes("jpeg/420.jpg");
        int tables = whole.AsSpan().IndexOf([(byte)0xFF, (byte)0xC4]);
        Jpeg.Read(folder.Add("stray.jpg", [.. whole[..tables], 0, 0, 0, .. whole[tables..]]));
        Refused(() => Jpeg.Read(folder.Add("cut.jpg", [.. whole[..tables], 0, 0, 0, .. whole[tables..^200]])), "cut.jpg");
    }

    [SkippableFact]
    public void Absurd_sizes_are_refused()
    {
        NeedsTurboJpeg();
        byte[] file = Fixture.Bytes("jpeg/420.jpg");
        int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        file.AsSpan(frame + 5, 4).Fill(0xFE);
        Refused(() => Jpeg.Read(folder.Add("large.jpg", file)), "65278x65278");
    }

    [Fact]
    public void Other_files_are_refused() => Refused(() => Jpeg.Read(Fixture.Of("mask.png")), "not a JPEG");

    [Fact]
    public void Without_any_decoder_the_message_says_what_to_install() => Refused(
        () => FfmpegStill.Read(Fixture.Of("jpeg/420.jpg"), program: "no-such-program"),
        "install libjpeg-turbo (Debian: libturbojpeg0) or ffmpeg");

    static void NeedsTurboJpeg() =>
        Skip.IfNot(TurboJpeg.IsAvailable, "libjpeg-turbo's TurboJPEG library (Debian: libturbojpeg0) is not there.");

    static void NeedsFfmpeg() => Skip.IfNot(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "ffmpeg")) || File.Exists(Path.Combine(folder, "ffmpeg.exe"))),
        "The ffmpeg program is not on the PATH.");

    static void Refused(Func<object> read, string reason) => Assert.Contains(reason, Assert.Throws<MediaException>(read).Message);
}
