using System.Text.RegularExpressions;

namespace LiVOS.Cli.Tests;

/// <summary>What no source file of the program does (docs/security.md).</summary>
public sealed class SourceTests
{
    private static readonly (string Path, string Text)[] s_files =
    [
        .. from folder in new[] { "src", "weights-converter" }
           from path in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
           where !Regex.IsMatch(path, @"[/\\](obj|bin)[/\\]")
           select (path, File.ReadAllText(path)),
    ];

    [Fact]
    public void Only_FFmpeg_is_started_by_its_full_path_and_without_a_shell()
    {
        const string start = @"\bProcess\.Start\b|\bProcessStartInfo\b|\bnew Process\b|posix_spawn|\bexecve?\b|UseShellExecute|""system""";
        AssertNone(start, except: ["FfmpegProcess.cs", "SystemBrowser.cs", "KdenliveFiles.cs"]); // the last holds a script that Kdenlive runs
        foreach (string name in new[] { "FfmpegProcess.cs", "SystemBrowser.cs" })
            Assert.Contains("UseShellExecute = false", s_files.Single(file => file.Path.EndsWith(name, StringComparison.Ordinal)).Text);
        (string Path, string Text)[] starting = [.. s_files.Where(file => file.Text.Contains("FfmpegProcess.Start("))];
        Assert.NotEmpty(starting);
        Assert.All(starting, file => Assert.All(
            Regex.Matches(file.Text, @"FfmpegProcess\.Start\(\s*([^,]*)"),
            program => Assert.Matches(@"^FfmpegPrograms\.(Ffmpeg|Ffprobe)$", program.Groups[1].Value)));
        Assert.Contains("Path.IsPathFullyQualified", s_files.Single(file => file.Path.EndsWith("FfmpegPrograms.cs", StringComparison.Ordinal)).Text);
    }

    [Fact]
    public void Only_downloads_open_a_connection() =>
        AssertNone(@"\bHttpClient\b|\bWebClient\b|\bWebRequest\b|\bTcpClient\b|\bTcpListener\b|\bUdpClient\b|"
            + @"\bnew Socket\b|System\.Net\.(Http|Sockets|Mail|WebSockets|Quic|NetworkInformation)\b|HttpListener|NamedPipe",
            except: "ResumableDownload.cs");

    [Fact]
    public void Only_the_web_foundation_listens() => AssertNone(@"Kestrel|\.Listen\(|UseUrls", except: "WebServer.cs");

    [Fact]
    public void Libraries_are_loaded_from_safe_folders_only()
    {
        (string Path, string Text)[] loading = [.. s_files.Where(file => file.Text.Contains("NativeLibrary."))];
        Assert.NotEmpty(loading);
        Assert.All(loading, file =>
        {
            MatchCollection loads = Regex.Matches(file.Text, @"NativeLibrary\.(Try)?Load\([^;{]*");
            Assert.All(loads, load => Assert.Contains("DllImportSearchPath.SafeDirectories", load.Value));
        });
        AssertNone(@"\bdlopen\b|LoadLibrary|Assembly\.Load(From|File)\b");
    }

    private static void AssertNone(string pattern, params string[] except)
    {
        Assert.True(s_files.Length > 100, $"{s_files.Length} source files");
        Assert.All(s_files.Where(file => !except.Contains(Path.GetFileName(file.Path))), file =>
            Assert.False(Regex.Match(file.Text, pattern) is { Success: true }, $"{file.Path}: {Regex.Match(file.Text, pattern)}"));
    }
}
