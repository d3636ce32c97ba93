namespace LiVOS.Files.Tests;

/// <summary>Private files and folders are made so, and what others can change is told from them.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PrivateFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _root = Directory.CreateTempSubdirectory("livos-private-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableFact]
    public void Folders_are_made_for_their_owner_alone()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has other rights.");
        PrivateFile.CreateFolder(At("a/b"));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(At("a")));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(At("a/b")));
    }

    [SkippableFact]
    public void A_file_has_the_rights_that_were_asked_for_from_the_beginning()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has other rights.");
        using TemporaryFile file = TemporaryFile.Beside(At("out"), mode: PrivateFile.Mode);
        Assert.Equal(Owner, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(_root))));
        file.Keep(At("out"));
        Assert.Equal(Owner, File.GetUnixFileMode(At("out")));
    }

    [SkippableTheory]
    [InlineData(UnixFileMode.None, true)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute, true)]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite, false)]
    public void What_others_can_write_is_not_private(UnixFileMode others, bool isPrivate)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has other rights.");
        File.WriteAllText(At("file"), "");
        Directory.CreateDirectory(At("folder"));
        File.CreateSymbolicLink(At("link"), "file");
        File.SetUnixFileMode(At("file"), Owner | others);
        File.SetUnixFileMode(At("folder"), Owner | UnixFileMode.UserExecute | others);
        foreach (string name in new[] { "file", "folder", "link" }) Assert.Equal(isPrivate, PrivateFile.IsPrivate(At(name)));
        Assert.True(PrivateFile.IsPrivate(At("nothing")));
    }

    private string At(string name) => Path.Combine(_root, name);
}
