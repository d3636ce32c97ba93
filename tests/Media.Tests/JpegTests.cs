using StbImageSharp;

namespace LiVOS.Media.Tests;

public sealed class JpegTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> AllKinds => Fixture.Names("jpeg", "*.jpg");

    /// <summary>Whether a decoder is libjpeg-turbo: of all that are there.</summary>
    public static IEnumerable<bool> Decoders => Jpeg.UsesTurboJpeg ? [true, false] : [false];

    [SkippableTheory, MemberData(nameof(AllKinds))]
    public void Every_pixel_equals_Pillows(string name)
    {
        Skip.IfNot(Jpeg.UsesTurboJpeg, "libjpeg-turbo's TurboJPEG library (Debian: libturbojpeg0) is not there.");
        var expected = Png.ReadPicture(Fixture.Of("jpeg/" + name.Replace(".jpg", ".png")));
        var picture = Jpeg.Read(Fixture.Of("jpeg/" + name));
        Assert.Equal((expected.Width, expected.Height), (picture.Width, picture.Height));
        Assert.Equal(expected.Rgb, picture.Rgb);
    }

    [Theory, MemberData(nameof(AllKinds))]
    public void The_managed_decoder_comes_close(string name)
    {
        var expected = Png.ReadPicture(Fixture.Of("jpeg/" + name.Replace(".jpg", ".png")));
        var picture = Jpeg.Decode(Fixture.Bytes("jpeg/" + name), name, turbo: false);
        Assert.Equal((expected.Width, expected.Height), (picture.Width, picture.Height));
        int[] differences = [.. expected.Rgb.Zip(picture.Rgb, (a, b) => Math.Abs(a - b))];
        Console.WriteLine($"{name}: StbImageSharp differs by {differences.Average():0.000} on average, {differences.Max()} at most.");
        Assert.InRange(differences.Average(), 0, 1);
    }

    [Fact]
    public void The_decoder_is_named()
    {
        Assert.Equal(TurboJpeg.IsAvailable ? "libjpeg-turbo" : "StbImageSharp", Jpeg.Decoder);
        Assert.Equal(TurboJpeg.IsAvailable, Jpeg.WhyInexact is null);
    }

    /// <summary>A program of a name that was once run stands in the current folder and first on the PATH.</summary>
    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void No_program_is_started()
    {
        Skip.If(OperatingSystem.IsWindows(), "The trap is a shell script.");
        string trap = _folder.Add("ffmpeg", System.Text.Encoding.ASCII.GetBytes($"#!/bin/sh\ntouch '{_folder["sprung"]}'\n"));
        File.SetUnixFileMode(trap, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string before = Environment.CurrentDirectory, path = Environment.GetEnvironmentVariable("PATH")!;
        try
        {
            Environment.CurrentDirectory = _folder.Path;
            Environment.SetEnvironmentVariable("PATH", $"{_folder.Path}{Path.PathSeparator}{path}");
            foreach (string file in Directory.GetFiles(Fixture.Of("jpeg"), "*.jpg")) Jpeg.Decode(File.ReadAllBytes(file), file, turbo: false);
            Assert.Throws<MediaException>(() => Jpeg.Decode([0xFF, 0xD8, 0xFF, 1, 2, 3], "noise.jpg", turbo: false));
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Environment.SetEnvironmentVariable("PATH", path);
        }
        Assert.Equal(["ffmpeg"], _folder.Files);
        Assert.DoesNotContain(typeof(Jpeg).Assembly.GetReferencedAssemblies(), assembly => assembly.Name == "System.Diagnostics.Process");
        Assert.DoesNotContain(typeof(ImageResult).Assembly.GetReferencedAssemblies(), assembly => assembly.Name == "System.Diagnostics.Process");
    }

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        foreach (string name in new[] { "420.jpg", "progressive.jpg" })
        {
            byte[] whole = Fixture.Bytes("jpeg/" + name);
            for (int length = 0; length < whole.Length; length += 7)
                foreach (bool turbo in Decoders)
                    Refused(() => Jpeg.Decode(whole[..length], "cut.jpg", turbo), "cut.jpg");
        }
    }

    [Fact]
    public void Damage_is_read_or_refused()
    {
        byte[][] files = [.. Directory.GetFiles(Fixture.Of("jpeg"), "*.jpg").Order().Select(File.ReadAllBytes)];
        Fuzz.Run(1000, random =>
        {
            byte[] file = random.Mutate(files[random.Next(files.Length)], from: 3);
            foreach (bool turbo in Decoders) Fuzz.ReadOrRefuse("damaged.jpg", () => Jpeg.Decode([.. file], "damaged.jpg", turbo));
        });
    }

    [Fact]
    public void Stray_bytes_between_segments_do_no_harm()
    {
        byte[] whole = Fixture.Bytes("jpeg/420.jpg");
        foreach (bool turbo in Decoders)
            Assert.Equal(Jpeg.Decode(whole, "whole.jpg", turbo).Rgb, Jpeg.Decode([.. whole[..^2], 0, 0, 0, .. whole[^2..]], "stray.jpg", turbo).Rgb);
    }

    [SkippableFact]
    public void Stray_bytes_do_not_hide_that_a_file_is_cut_short()
    {
        Skip.IfNot(Jpeg.UsesTurboJpeg, "libjpeg-turbo's TurboJPEG library (Debian: libturbojpeg0) is not there.");
        byte[] whole = Fixture.Bytes("jpeg/420.jpg");
        int tables = whole.AsSpan().IndexOf([(byte)0xFF, (byte)0xC4]);
        Jpeg.Read(_folder.Add("stray.jpg", [.. whole[..tables], 0, 0, 0, .. whole[tables..]]));
        Refused(() => Jpeg.Read(_folder.Add("cut.jpg", [.. whole[..tables], 0, 0, 0, .. whole[tables..^200]])), "cut.jpg");
    }

    [Fact]
    public void Absurd_sizes_are_refused()
    {
        byte[] file = Fixture.Bytes("jpeg/420.jpg");
        int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        file.AsSpan(frame + 5, 4).Fill(0xFE);
        foreach (bool turbo in Decoders) Refused(() => Jpeg.Decode(file, "large.jpg", turbo), "65278x65278");
        file.AsSpan(frame + 5, 4).Fill(0);
        foreach (bool turbo in Decoders) Refused(() => Jpeg.Decode(file, "none.jpg", turbo), "0x0");
    }

    /// <summary>Scans of a few bytes, each of which a decoder goes over the whole picture for.</summary>
    [Theory]
    [InlineData(61, 45, 90, true)]
    [InlineData(61, 45, 200, false)]
    [InlineData(61, 45, 5000, false)]
    [InlineData(8000, 8000, 40, false)]
    [InlineData(32768, 2000, 17, false)]
    public void The_work_of_scans_is_bounded(int width, int height, int more, bool read)
    {
        byte[] file = Fixture.Bytes("jpeg/progressive.jpg");
        int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC2]);
        (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = ((byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width);
        int last = file.AsSpan().LastIndexOf([(byte)0xFF, (byte)0xDA]);
        byte[] scan = [.. file.AsSpan(last, 2 + file[last + 3]), 0];
        byte[] bomb = [.. file[..^2], .. Enumerable.Repeat(scan, more).SelectMany(bytes => bytes), 0xFF, 0xD9];
        foreach (bool turbo in Decoders)
            if (read) Fuzz.ReadOrRefuse("bomb.jpg", () => Jpeg.Decode(bomb, "bomb.jpg", turbo));
            else Refused(() => Jpeg.Decode(bomb, "bomb.jpg", turbo), "scans, more than a picture");
        JpegHeader header = JpegHeader.Read(new MemoryStream(bomb), "bomb.jpg");
        if (read) JpegScans.Check(bomb, header, "bomb.jpg");
        else Assert.Throws<MediaException>(() => JpegScans.Check(bomb, header, "bomb.jpg"));
    }

    [Fact]
    public void An_ordinary_progressive_file_is_read()
    {
        byte[] file = Fixture.Bytes("jpeg/progressive.jpg");
        Assert.InRange(Enumerable.Range(0, file.Length - 1).Count(i => file[i] == 0xFF && file[i + 1] == 0xDA), 8, 12);
        foreach (bool turbo in Decoders) Assert.Equal((61, 45), (Jpeg.Decode(file, "p.jpg", turbo).Width, Jpeg.Decode(file, "p.jpg", turbo).Height));
    }

    [Fact]
    public void Other_files_are_refused() => Refused(() => Jpeg.Read(Fixture.Of("mask.png")), "not a JPEG");

    private static void Refused(Func<object> read, string reason) => Assert.Contains(reason, Assert.Throws<MediaException>(read).Message);
}
