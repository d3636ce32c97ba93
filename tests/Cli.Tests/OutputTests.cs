using LiVOS.Cli.Clips;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime.Cpu;
using LiVOS.Video;

namespace LiVOS.Cli.Tests;

/// <summary>Results that cannot be written.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task A_folder_below_a_file()
    {
        File.WriteAllText(_clip["file"], "");
        (await RunAsync(_clip["file/out"])).RefusedWith(_clip["file/out"], "cannot be made");
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_folder_without_permission()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not bind this user, or are not Unix's.");
        Directory.CreateDirectory(_clip.Out, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        (await Livos.SegmentAsync(_clip)).RefusedWith(_clip.OutPath(0), "not writable");
        Assert.Empty(_clip.Written);
    }

    [Theory]
    [InlineData("frames")]
    [InlineData("masks")]
    [InlineData("masks/../frames/")]
    public async Task What_is_read_is_not_written_over(string folder)
    {
        byte[] frame = File.ReadAllBytes(_clip.FramePath(0)), mask = File.ReadAllBytes(_clip.MaskPath(0));
        (await RunAsync(_clip[folder])).RefusedWith(_clip[folder].TrimEnd('/'), "another folder");
        Assert.Equal(frame, File.ReadAllBytes(_clip.FramePath(0)));
        Assert.Equal(mask, File.ReadAllBytes(_clip.MaskPath(0)));
    }

    [SkippableTheory]
    [InlineData("out", "frames")]
    [InlineData("out", "masks")]
    [InlineData("out/overlay", "frames")]
    public async Task What_is_read_is_not_written_over_through_a_link(string link, string folder)
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need rights there.");
        if (link.Contains('/')) Directory.CreateDirectory(_clip.Out);
        Directory.CreateSymbolicLink(_clip[link], _clip[folder]);
        byte[][] before = Inputs();
        (await Livos.SegmentAsync(_clip, "--overlay")).RefusedWith(_clip[folder], "another folder");
        Assert.Equal(before, Inputs());
    }

    [SkippableFact]
    public async Task What_links_of_the_input_lead_to_is_not_written_over()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need rights there.");
        Directory.Move(_clip.Frames, _clip["store"]);
        Directory.CreateDirectory(_clip.Frames);
        for (int frame = 0; frame < 4; frame++) File.CreateSymbolicLink(_clip.FramePath(frame), Path.Combine("..", "store", $"{frame:00000}.png"));
        byte[][] before = Inputs();
        Outcome outcome = await RunAsync(_clip["store"]);
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains(_clip.FramePath(0), outcome.Error);
        Assert.Equal(before, Inputs());

        Directory.Delete(_clip.Frames, recursive: true);
        Directory.CreateSymbolicLink(_clip.Frames, _clip["store"]);
        (await RunAsync(_clip["store"])).RefusedWith("another folder");
        Assert.Equal(before, Inputs());
    }

    [Theory]
    [InlineData("00000.png", false)]
    [InlineData("first.png", true)]
    public async Task A_mask_in_the_folder_of_the_results_is_kept(string name, bool fits)
    {
        Directory.CreateDirectory(_clip.Out);
        string path = Path.Combine(_clip.Out, name);
        Png.WriteMask(path, MadeUpClip.Square(0));
        byte[] before = File.ReadAllBytes(path);
        Outcome outcome = await Livos.RunAsync("segment", _clip.Frames, "--masks", path, "--out", _clip.Out, "--size", "48");
        Assert.Equal(fits ? ExitCode.Done : ExitCode.BadInput, outcome.Code);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task Not_enough_memory_is_said_before_anything_is_made()
    {
        (await Livos.SegmentAsync(_clip, "--memory-limit", "1000000"))
            .RefusedWith("needs", "1 object at 64x48", "1.0 MB is available", "the weights alone", "more memory");
        Assert.False(Directory.Exists(_clip.Out));
    }

    [Fact]
    public async Task The_size_that_is_advised_where_memory_is_short_fits()
    {
        string limit = $"{Least(new FrameGeometry(192, 256, MadeUpClip.Height, MadeUpClip.Width), objects: 1) - 1_000_000}";
        string[] command = ["segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, "--memory-limit", limit];
        Outcome outcome = await Livos.RunAsync([.. command, "--size", "192"]);
        outcome.RefusedWith("1 object at 256x192", "--size ");
        Assert.DoesNotContain("fewer objects", outcome.Error);
        string size = outcome.Error.Split("--size ")[1].Split(',')[0];
        Assert.InRange(int.Parse(size), 16, 191);
        (await Livos.RunAsync([.. command, "--size", size])).Succeeded();
    }

    [Fact]
    public async Task Where_memory_is_short_bands_of_rows_give_the_same_masks()
    {
        var geometry = new FrameGeometry(480, 640, MadeUpClip.Height, MadeUpClip.Width);
        (long whole, long least) = (Need(geometry, objects: 1), Least(geometry, objects: 1));
        string[] command = ["segment", _clip.Frames, "--masks", _clip.Masks, "--size", "480"];
        Outcome free = await Livos.RunAsync([.. command, "--out", _clip.Out]);
        Outcome limited = await Livos.RunAsync([.. command, "--out", _clip["banded"], "--memory", $"{(whole + least) / 2}"]);

        Assert.DoesNotContain("bands of rows", free.Succeeded().Error);
        Assert.Contains("bands of rows", limited.Succeeded().Error);
        Assert.Equal(4, _clip.Written.Length);
        Assert.All(_clip.Written, name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(_clip.Out, name)), File.ReadAllBytes(Path.Combine(_clip["banded"], name))));
    }

    [Fact]
    public void Each_device_has_bands_of_its_own()
    {
        var size = new SessionSize(new FrameGeometry(480, 640), Objects: 1, Introductions: 1);
        long whole = Need(size.Geometry, objects: 1);
        using CpuDevice roomy = new(), cramped = new();
        using Network first = Network.Load(BundledFiles.Weights, roomy), second = Network.Load(BundledFiles.Weights, cramped);
        var bands = new FittingBands();

        bands.Find(first, [size], sideBySide: 1, whole);
        bands.Find(second, [size], sideBySide: 1, whole - 1);

        Assert.Equal(1, bands.Of(first, size));
        Assert.InRange(bands.Of(second, size), 2, 32);
        long own = MemoryNeed.Of(first, size.Geometry, objects: 1).TotalBytes;
        Assert.Throws<InputException>(() => MemoryNeed.Fit(first, size.Geometry, 1, hostBytes: 0, own - 1, inBands: false));
    }

    [Fact]
    public async Task Objects_of_later_masks_count_in_the_memory()
    {
        int[] ids = new int[MadeUpClip.Width * MadeUpClip.Height];
        for (int id = 2; id <= 13; id++)
            for (int y = 0; y < 8; y++) ids.AsSpan((30 + y) * MadeUpClip.Width + (id - 2) * 5, 5).Fill(id);
        Png.WriteMask(_clip.MaskPath(3), new IndexMask(MadeUpClip.Width, MadeUpClip.Height, ids));
        string limit = $"{Need(new FrameGeometry(MadeUpClip.Height, MadeUpClip.Width), objects: 2)}";
        (await Livos.SegmentAsync(_clip, "--memory-limit", limit)).RefusedWith("13 objects", "fewer objects");
        File.Delete(_clip.MaskPath(3));
        (await Livos.SegmentAsync(_clip, "--memory-limit", limit)).Succeeded();
    }

    [SkippableFact]
    public async Task A_full_disk_keeps_the_masks_before_and_leaves_nothing_half_written()
    {
        Skip.If(OperatingSystem.IsWindows(), "The error number is that of Unix.");
        var output = new FullDisk(_clip.Out, room: 2);
        output.Folder.Create();
        FrameFolder frames = FrameFolder.Open(_clip.Frames);
        using var device = new CpuDevice();
        using Network network = Network.Load(BundledFiles.Weights, device);

        var error = await Assert.ThrowsAsync<MediaException>(async () =>
        {
            await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(
                network, VideoClip.Of(frames), new Prompts(MaskSource.Open(_clip.Masks, frames)), new SegmentationOptions { Size = null }))
                output.Write(frame);
        });

        Assert.Contains("disk is full", error.Message);
        Assert.Contains(_clip.OutPath(2), error.Message);
        Assert.Equal(["00000.png", "00001.png"], _clip.Written);
    }

    [SkippableFact]
    public async Task A_disk_that_really_is_full()
    {
        Directory.CreateDirectory(_clip.Out);
        // A namespace of its own may mount a disk of one page for the folder, beside which the program fills it.
        string command = $"mount -t tmpfs -o size=4k none '{_clip.Out}' && {ChildProcess.ShellCommand} segment '{_clip.Frames}' --masks '{_clip.Masks}' "
            + $"--out '{_clip.Out}' --size 48 --overlay; code=$?; ls -A '{_clip.Out}' '{_clip.Out}/overlay'; exit $code";
        Skip.If(!ChildProcess.CanMount, "This system lets no user mount a small disk (unshare -Urm).");

        Outcome outcome = await ChildProcess.RunAsync("unshare", "-Urm", "sh", "-c", command);

        Assert.True(outcome.Code == ExitCode.BadInput, $"{outcome.Code}: {outcome.Error}");
        Assert.Contains("disk is full", outcome.Error);
        Assert.DoesNotContain(".tmp", outcome.Output);
    }

    /// <summary>The memory of a run over whole frames.</summary>
    private static long Need(FrameGeometry geometry, int objects) => Need(geometry, objects, budget: long.MaxValue);

    /// <summary>The least memory of a run.</summary>
    private static long Least(FrameGeometry geometry, int objects) => Need(geometry, objects, budget: 0);

    private static long Need(FrameGeometry geometry, int objects, long budget)
    {
        using var device = new CpuDevice();
        using Network network = Network.Load(BundledFiles.Weights, device);
        return MemoryNeed.Within(budget, network, geometry, objects).TotalBytes + new PipelineBuffers(device, geometry, withPictures: false).Bytes;
    }

    private byte[][] Inputs() => [.. Enumerable.Range(0, 4).Select(_clip.FramePath).Append(_clip.MaskPath(0)).Select(File.ReadAllBytes)];

    private Task<Outcome> RunAsync(string folder) => Livos.RunAsync("segment", _clip.Frames, "--masks", _clip.Masks, "--out", folder, "--size", "48");

    /// <summary>A folder on a disk that has room for a few masks and half of one.</summary>
    private sealed class FullDisk(string path, int room)
    {
        private const int NoSpace = 28;

        private int _written;

        public OutputFolder Folder { get; } = new(path, withOverlays: false);

        public void Write(SegmentedFrame frame)
        {
            if (_written++ < room) Png.WriteMask(Folder.MaskPath(frame.Name), frame.Mask);
            else AtomicFile.Write(Folder.MaskPath(frame.Name), stream =>
            {
                stream.Write(new byte[100]);
                throw new IOException("No space left on device", NoSpace);
            });
        }
    }
}
