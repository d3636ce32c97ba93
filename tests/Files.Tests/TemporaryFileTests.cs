using System.Diagnostics;

namespace LiVOS.Files.Tests;

/// <summary>Leftovers of killed programs go, and nothing else does.</summary>
public sealed class TemporaryFileTests : IDisposable
{
    private const string Leftover = ".livos-0123456789abcdef0123456789abcdef.tmp";

    private readonly string _folder = Directory.CreateTempSubdirectory("livos-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_appears_under_its_name_when_it_is_kept()
    {
        using (TemporaryFile file = TemporaryFile.Beside(At("a.bin")))
        {
            file.Stream.Write([1, 2, 3]);
            Assert.True(TemporaryFile.IsName(Names.Single()));
            file.Keep(At("a.bin"));
        }
        Assert.Equal(["a.bin"], Names);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(At("a.bin")));
    }

    [Fact]
    public void A_file_that_is_not_kept_is_gone()
    {
        using (TemporaryFile file = TemporaryFile.Beside(At("a.bin"))) file.Stream.Write([1, 2, 3]);
        Assert.Empty(Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".png")]
    public void Names_of_255_bytes_are_written(string end)
    {
        string name = new string('n', 255 - end.Length) + end, wide = string.Concat(Enumerable.Repeat("\u00e9", (255 - end.Length) / 2)) + end;
        foreach (string path in new[] { At(name), At(wide) })
            using (TemporaryFile file = TemporaryFile.Beside(path)) file.Keep(path);
        Assert.Equal(2, Names.Length);
    }

    [Fact]
    public void The_first_use_of_a_folder_deletes_leftovers()
    {
        File.WriteAllText(At(Leftover), "half");
        using (TemporaryFile file = TemporaryFile.Beside(At("a.bin"))) file.Keep(At("a.bin"));
        Assert.Equal(["a.bin"], Names);
    }

    [Theory]
    [InlineData("a.bin.tmp")]
    [InlineData(".livos-.tmp")]
    [InlineData(".livos-notes.tmp")]
    [InlineData(".livos-0123456789abcdef0123456789abcde.tmp")]
    [InlineData(".livos-0123456789abcdef0123456789abcdef0.tmp")]
    [InlineData(".livos-0123456789ABCDEF0123456789abcdef.tmp")]
    [InlineData(".livos-0123456789abcdef0123456789abcdeg.tmp")]
    [InlineData(".livos-0123456789abcdef0123456789abcdef.tmp.bak")]
    [InlineData("x.livos-0123456789abcdef0123456789abcdef.tmp")]
    [InlineData("livos-0123456789abcdef0123456789abcdef.tmp")]
    [InlineData("00001.png.1234-1.tmp")]
    [InlineData(".livos-0123456789abcdef0123456789abcdef.png")]
    public void A_users_file_is_never_taken_for_a_leftover(string name)
    {
        File.WriteAllText(At(name), "mine");
        TemporaryFile.Clean(_folder);
        Assert.Equal([name], Names);
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Folders_and_links_of_that_name_stay()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need rights there.");
        Directory.CreateDirectory(At(Leftover));
        File.WriteAllText(At("mine"), "x");
        File.CreateSymbolicLink(At(Leftover.Replace('a', 'b')), "mine");
        TemporaryFile.Clean(_folder);
        Assert.Equal(3, Names.Length);
        Assert.Equal("x", File.ReadAllText(At("mine")));
    }

    [Fact]
    public void A_file_that_is_still_written_stays()
    {
        using TemporaryFile file = TemporaryFile.Beside(At("a.bin"));
        file.Stream.Write([1]);
        TemporaryFile.Clean(_folder);
        Assert.Single(Names);
        file.Keep(At("a.bin"));
        Assert.Equal(["a.bin"], Names);
    }

    /// <summary>As a container restarts: the same process number, and what the killed process left.</summary>
    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void What_a_killed_program_left_open_goes_when_it_is_dead()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/flock"), "The program that locks a file here (flock of util-linux) is not there.");
        File.WriteAllText(At(Leftover), "half");
        string[] arguments = ["-x", At(Leftover), "sh", "-c", "echo locked; exec sleep 600"];
        using Process writer = Process.Start(new ProcessStartInfo("/usr/bin/flock", arguments) { RedirectStandardOutput = true })!;
        Assert.Equal("locked", writer.StandardOutput.ReadLine());
        TemporaryFile.Clean(_folder);
        Assert.Equal([Leftover], Names);
        writer.Kill(entireProcessTree: true);
        writer.WaitForExit();
        for (int wait = 0; wait < 600 && Names.Length > 0; wait++)
        {
            TemporaryFile.Clean(_folder);
            Thread.Sleep(100);
        }
        Assert.Empty(Names);
    }

    [Fact]
    public async Task Writing_and_cleaning_at_once_loses_nothing()
    {
        using var stop = new CancellationTokenSource();
        Task cleaner = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) TemporaryFile.Clean(_folder);
        });
        Parallel.For(0, 500, i =>
        {
            using TemporaryFile file = TemporaryFile.Beside(At($"{i}"));
            file.Stream.WriteByte((byte)i);
            file.Keep(At($"{i}"));
        });
        stop.Cancel();
        await cleaner;
        Assert.Equal(500, Names.Length);
        Assert.All(Names, name => Assert.Equal([(byte)int.Parse(name)], File.ReadAllBytes(At(name))));
    }

    [Fact]
    public void A_missing_folder_is_an_error_at_once() =>
        Assert.Throws<DirectoryNotFoundException>(() => TemporaryFile.Beside(At("none/a.bin")));

    private string[] Names =>
        [.. new DirectoryInfo(_folder).GetFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }).Select(entry => entry.Name)];

    private string At(string name) => Path.Combine(_folder, name);
}
