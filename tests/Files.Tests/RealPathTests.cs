using System.Diagnostics;

namespace LiVOS.Files.Tests;

/// <summary>Two names of one place are found, whatever leads from one to the other; two places never are one.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class RealPathTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("livos-files-").FullName;

    public RealPathTests()
    {
        Directory.CreateDirectory(At("real/deep"));
        Directory.CreateDirectory(At("realistic"));
        File.WriteAllText(At("real/file"), "x");
        File.WriteAllText(At("real/other"), "x");
        Link("to-real", "real");
        Link("to-absolute", At("real"));
        Link("to-link", "to-real");
        Link("to-deep", "to-link/deep");
        Link("to-file", "real/file");
        Link("real/deep/up", "..");
        Link("real/deep/back", "../../to-real/deep/../file");
        Link("to-nothing", "real/later/file");
        Link("ring", "ring");
        Link("ring-a", "ring-b");
        Link("ring-b", "ring-a");
        Link("ring-within", "ring-within/x");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("real", "real/")]
    [InlineData("real", "real/.")]
    [InlineData("real", "real/deep/..")]
    [InlineData("real", "to-real")]
    [InlineData("real", "to-real/")]
    [InlineData("real", "to-absolute")]
    [InlineData("real", "to-link")]
    [InlineData("real/deep", "to-deep")]
    [InlineData("real/deep", "to-absolute/deep")]
    [InlineData("real", "to-deep/up")]
    [InlineData("real", "real/deep/up")]
    [InlineData("real/file", "to-file")]
    [InlineData("real/file", "to-link/file")]
    [InlineData("real/file", "to-deep/back")]
    [InlineData("real/new", "to-real/new")]
    [InlineData("real/new/newer/newest", "to-link/new/newer/newest")]
    [InlineData("real/later/file", "to-nothing")]
    public void One_place_by_two_names(string one, string other)
    {
        Assert.True(RealPath.AreSame(At(one), At(other)));
        Assert.True(RealPath.AreSame(At(other), At(one)));
        Assert.True(RealPath.IsWithin(At(other), At(one)));
        Assert.Equal(RealPath.Of(At(one)).Path, RealPath.Of(At(other)).ToString());
    }

    [Theory]
    [InlineData("real", "realistic")]
    [InlineData("real", "real/deep")]
    [InlineData("real/file", "real/other")]
    [InlineData("real/file", "real/missing")]
    [InlineData("real/missing", "realistic/missing")]
    [InlineData("to-real", "to-deep")]
    [InlineData("real/File", "real/fil")]
    public void Two_places(string one, string other)
    {
        Assert.False(RealPath.AreSame(At(one), At(other)));
        Assert.False(RealPath.AreSame(At(other), At(one)));
    }

    [Theory]
    [InlineData("real/deep", "real", true)]
    [InlineData("to-deep", "real", true)]
    [InlineData("real/deep", "to-absolute", true)]
    [InlineData("to-link/deep/new/newer", "to-real", true)]
    [InlineData("to-file", "real", true)]
    [InlineData("real/deep/up", "real/deep", false)]
    [InlineData("real", "real/deep", false)]
    [InlineData("realistic", "real", false)]
    [InlineData("realistic/new", "real", false)]
    public void Within_a_folder(string path, string folder, bool within)
    {
        Assert.Equal(within, RealPath.IsWithin(At(path), At(folder)));
        Assert.True(RealPath.IsWithin(At(path), "/"));
    }

    [SkippableFact]
    public void Hard_links_are_one_file()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems do not tell which file it is.");
        Process.Start("ln", [At("real/file"), At("twin")]).WaitForExit();
        Assert.True(RealPath.AreSame(At("real/file"), At("twin")));
        Assert.True(RealPath.AreSame(At("to-file"), At("twin")));
        Assert.False(RealPath.AreSame(At("real/other"), At("twin")));
        Assert.False(RealPath.IsWithin(At("twin"), At("real")));
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("ring/x")]
    [InlineData("ring-a")]
    [InlineData("ring-b/x/y")]
    [InlineData("ring-within")]
    public void Links_in_a_circle_end_in_a_sentence(string path)
    {
        string message = Assert.Throws<IOException>(() => RealPath.Of(At(path))).Message;
        Assert.Contains(At(path), message);
        Assert.Contains("circle", message);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a\0b", "zero")]
    public void Impossible_paths_end_in_a_sentence(string path, string reason) =>
        Assert.Contains(reason, Assert.Throws<IOException>(() => RealPath.Of(path)).Message);

    [Fact]
    public void Names_longer_than_the_system_takes_are_merely_not_there()
    {
        string name = new('x', 300);
        Assert.Equal(Path.Combine(RealPath.Of(_root).Path, name, "y"), RealPath.Of(At($"{name}/y")).Path);
        Assert.Equal(FileKind.Missing, FileStatus.Of(At(name)).Kind);
    }

    [SkippableFact]
    public void The_kind_of_a_file_is_known_without_opening_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems do not tell.");
        Process.Start("mkfifo", [At("fifo")]).WaitForExit();
        Link("to-fifo", "fifo");
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(At("socket")));
        Assert.Equal(
            [
                FileKind.Regular, FileKind.Folder, FileKind.Pipe, FileKind.Pipe, FileKind.Socket, FileKind.Device,
                FileKind.Missing, FileKind.Missing, FileKind.Missing,
            ],
            new[] { At("to-file"), At("to-link"), At("fifo"), At("to-fifo"), At("socket"), "/dev/zero", At("none"), At("ring"), "" }
                .Select(path => FileStatus.Of(path).Kind));
    }

    private string At(string name) => Path.Combine(_root, name);

    private void Link(string name, string target) => File.CreateSymbolicLink(At(name), target);
}
