namespace LiVOS.Media.Tests;

public sealed class AtomicFileTests : IDisposable
{
    const int NoSpace = 28;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Writes_and_replaces()
    {
        AtomicFile.Write(folder["a.bin"], stream => stream.Write([1, 2, 3]));
        AtomicFile.Write(folder["a.bin"], stream => stream.Write([4]));
        Assert.Equal([4], File.ReadAllBytes(folder["a.bin"]));
        Assert.Equal(["a.bin"], folder.Files);
    }

    [Fact]
    public void A_failure_leaves_what_was_there()
    {
        folder.Add("a.bin", [1]);
        Assert.Throws<InvalidTimeZoneException>(() => AtomicFile.Write(folder["a.bin"], stream =>
        {
            stream.Write(new byte[100000]);
            throw new InvalidTimeZoneException();
        }));
        Assert.Equal([1], File.ReadAllBytes(folder["a.bin"]));
        Assert.Equal(["a.bin"], folder.Files);
    }

    [SkippableFact]
    public void A_full_disk_is_named_and_leaves_nothing()
    {
        Skip.If(OperatingSystem.IsWindows(), "The error number is that of Unix.");
        var full = new IOException("No space left on device", NoSpace);
        var error = Assert.Throws<MediaException>(() => AtomicFile.Write(folder["a.bin"], _ => throw full));
        Assert.Contains("disk is full", error.Message);
        Assert.Contains(folder["a.bin"], error.Message);
        Assert.Empty(folder.Files);
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_folder_that_is_not_writable_is_named()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not bind this user, or are not Unix's.");
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var error = Assert.Throws<MediaException>(() => AtomicFile.Write(folder["a.bin"], _ => { }));
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains("not writable", error.Message);
    }

    [Fact]
    public void A_folder_in_the_way_is_named()
    {
        Directory.CreateDirectory(folder["a.png"]);
        Assert.Contains("is a folder", Assert.Throws<MediaException>(() => folder.Add("a.png", new Picture(1, 1))).Message);
        Assert.Equal(["a.png"], folder.Files);
    }

    [Fact]
    public void A_missing_folder_is_named() => Assert.Contains(
        "create the folder", Assert.Throws<MediaException>(() => AtomicFile.Write(folder["none/a.bin"], _ => { })).Message);
}
