namespace LiVOS.Media.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private const int NoSpace = 28;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_and_replaces()
    {
        AtomicFile.Write(_folder["a.bin"], stream => stream.Write([1, 2, 3]));
        AtomicFile.Write(_folder["a.bin"], stream => stream.Write([4]));
        Assert.Equal([4], File.ReadAllBytes(_folder["a.bin"]));
        Assert.Equal(["a.bin"], _folder.Files);
    }

    [Fact]
    public void A_failure_leaves_what_was_there()
    {
        _folder.Add("a.bin", [1]);
        Assert.Throws<InvalidTimeZoneException>(() => AtomicFile.Write(_folder["a.bin"], stream =>
        {
            stream.Write(new byte[100000]);
            throw new InvalidTimeZoneException();
        }));
        Assert.Equal([1], File.ReadAllBytes(_folder["a.bin"]));
        Assert.Equal(["a.bin"], _folder.Files);
    }

    [SkippableFact]
    public void A_full_disk_is_named_and_leaves_nothing()
    {
        Skip.If(OperatingSystem.IsWindows(), "The error number is that of Unix.");
        var full = new IOException("No space left on device", NoSpace);
        var error = Assert.Throws<MediaException>(() => AtomicFile.Write(_folder["a.bin"], _ => throw full));
        Assert.Contains("disk is full", error.Message);
        Assert.Contains(_folder["a.bin"], error.Message);
        Assert.Empty(_folder.Files);
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_folder_that_is_not_writable_is_named()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not bind this user, or are not Unix's.");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var error = Assert.Throws<MediaException>(() => AtomicFile.Write(_folder["a.bin"], _ => { }));
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains("not writable", error.Message);
    }

    [Fact]
    public void A_folder_in_the_way_is_named()
    {
        Directory.CreateDirectory(_folder["a.png"]);
        Assert.Contains("is a folder", Assert.Throws<MediaException>(() => _folder.Add("a.png", new Picture(1, 1))).Message);
        Assert.Equal(["a.png"], _folder.Files);
    }

    [Fact]
    public void An_empty_name_is_named() =>
        Assert.Contains("name of a file to write is empty", Assert.Throws<MediaException>(() => AtomicFile.Write("", _ => { })).Message);

    [SkippableFact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public void What_is_no_ordinary_file_is_not_replaced()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems do not tell what a file is before it is opened.");
        System.Diagnostics.Process.Start("mkfifo", _folder["fifo"]).WaitForExit();
        foreach (string path in new[] { "/dev/null", _folder["fifo"] })
            Assert.Contains($"'{path}' is not a regular file", Assert.Throws<MediaException>(() => AtomicFile.Write(path, _ => { })).Message);
        Assert.Equal(["fifo"], _folder.Files);
    }

    [Fact]
    public void Names_of_255_bytes_are_written_and_longer_ones_are_reported()
    {
        string name = new('n', 251);
        _folder.Add(name + ".png", Samples.Box(4, 4, 0, 1, 0, 1));
        Assert.Equal([name + ".png"], _folder.Files);
        Assert.Contains(name, Assert.Throws<MediaException>(() => _folder.Add(name + "n.png", new Picture(1, 1))).Message);
        Assert.Equal([name + ".png"], _folder.Files);
    }

    [Fact]
    public void What_a_killed_run_left_behind_goes_at_the_next()
    {
        _folder.Add(".livos-00000000000000000000000000000000.tmp", [1]);
        _folder.Add("00000.png.tmp", [1]);
        _folder.Add("a.png", new Picture(1, 1));
        Assert.Equal(["00000.png.tmp", "a.png"], _folder.Files);
    }

    [Fact]
    public void A_missing_folder_is_named() => Assert.Contains(
        "create the folder", Assert.Throws<MediaException>(() => AtomicFile.Write(_folder["none/a.bin"], _ => { })).Message);
}
