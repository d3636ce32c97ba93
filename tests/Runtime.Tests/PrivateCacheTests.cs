using System.Diagnostics;
using System.Runtime.Versioning;

namespace LiVOS.Runtime.Tests;

/// <summary>Compiled programs are run as they stand in the cache: so it is private, and what others could have put there is not taken.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateCacheTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livos-private-");

    private string Cache => Path.Combine(_folder.FullName, "cache");

    private string Kind => Path.Combine(Cache, "programs");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public void Files_and_folders_are_for_their_owner_alone()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows keeps a user's own folders private by itself.");
        Write();
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Cache));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Kind));
        Assert.Equal(Owner, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(Kind))));
        Assert.Equal("program"u8.ToArray(), Read());
    }

    [SkippableTheory]
    [InlineData("folder", UnixFileMode.OtherWrite)]
    [InlineData("folder", UnixFileMode.GroupWrite)]
    [InlineData("kind", UnixFileMode.OtherWrite)]
    [InlineData("file", UnixFileMode.OtherWrite)]
    [InlineData("file", UnixFileMode.GroupWrite)]
    public void Nothing_is_taken_from_where_others_can_write(string what, UnixFileMode right)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows keeps a user's own folders private by itself.");
        Write();
        string path = what switch { "folder" => Cache, "kind" => Kind, _ => Assert.Single(Directory.GetFiles(Kind)) };
        UnixFileMode before = File.GetUnixFileMode(path);
        File.SetUnixFileMode(path, before | right);
        Assert.Null(Read());
        if (what != "file")
        {
            DateTime written = File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Kind)));
            Write();
            Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Kind))));
        }

        File.SetUnixFileMode(path, before);
        Assert.NotNull(Read());
    }

    [SkippableTheory]
    [InlineData(UnixFileMode.None, true)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead, true)]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite, false)]
    public void A_folder_that_others_can_write_is_not_used_and_the_user_is_warned(UnixFileMode others, bool used)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows keeps a user's own folders private by itself.");
        Directory.CreateDirectory(Cache);
        File.SetUnixFileMode(Cache, Owner | UnixFileMode.UserExecute | others);
        string? before = Environment.GetEnvironmentVariable(CacheFolder.Variable);
        try
        {
            Environment.SetEnvironmentVariable(CacheFolder.Variable, Cache);
            Assert.Equal(used ? Cache : null, CacheFolder.Usual);
            Assert.Equal(
                used
                    ? null
                    : $"Others than you can write in '{Cache}', so nothing is kept there; make it your own with 'chmod go-w', or name another folder with "
                        + "LIVOS_CACHE.",
                CacheFolder.WhyUnused);
        }
        finally
        {
            Environment.SetEnvironmentVariable(CacheFolder.Variable, before);
        }
    }

    [SkippableFact]
    public void A_pipe_in_the_cache_is_not_waited_for()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "mkfifo makes the pipe.");
        Write();
        string file = Assert.Single(Directory.GetFiles(Kind));
        File.Delete(file);
        Process.Start("mkfifo", ["-m", "600", file]).WaitForExit();
        Assert.Null(Read());
    }

    private static ProgramSource Source { get; } = new("Tests.Kernel", "text"u8.ToArray());

    private void Write() => new ProgramCache(Cache, "programs", "compiler").Write(Source, "", "program"u8);

    private byte[]? Read() => new ProgramCache(Cache, "programs", "compiler").Read(Source, "");
}
