using System.Security.Cryptography;
using System.Text.Json;
using LiVOS.Cli.Downloads;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;

namespace LiVOS.Cli.Tests;

/// <summary>Weights from a server on this machine: one that breaks off, sends other files, or leads elsewhere.</summary>
public sealed class DownloadTests : IAsyncLifetime
{
    private const string Name = "livos-wmose-480p";

    private static readonly byte[] s_weights = File.ReadAllBytes(BundledFiles.Weights);
    private readonly string _folder = Directory.CreateTempSubdirectory("livos-download-").FullName;
    private readonly LoopbackServer _server = new(s_weights);

    private string Target => Path.Combine(_folder, $"{Name}.safetensors");

    private static string Sum => Convert.ToHexStringLower(SHA256.HashData(s_weights));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_is_received_checked_and_converted()
    {
        JsonElement report = JsonDocument.Parse((await DownloadAsync("--sha256", Sum.ToUpperInvariant(), "--json")).RequireDone().Output).RootElement;

        Assert.True(report.GetProperty("is_verified").GetBoolean());
        Assert.Equal(Sum, report.GetProperty("source_sha256").GetString());
        Assert.Equal([Target], Directory.GetFiles(_folder));
        (await Livos.RunAsync("inspect", Target)).Succeeded();
        Assert.Contains("is there already", (await DownloadAsync()).RequireDone().Output);
        Assert.Single(_server.Requests);
        Assert.Equal($"/files/{Name}.pth", _server.Requests.First().Path);
    }

    /// <summary>Each connection brings a part; the next goes on where it broke.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)] // without a mark of the content
    public async Task Connections_that_break_go_on(bool hasTag)
    {
        if (!hasTag) _server.Tag = null;
        int part = (s_weights.Length - 1) / 3; // so that a rest is left after three, whatever the length
        _server.BreaksAfter = part;
        await RunAsync(Sum);
        long[] starts = [.. _server.Requests.Select(request => request.From)];
        Assert.InRange(starts.Length, 4, 5);
        Assert.Equal(starts.Order(), starts);
        Assert.Equal(part * 2, starts[2]);
        Assert.True(File.Exists(Target));
    }

    [Fact]
    public async Task A_later_run_goes_on_too()
    {
        _server.HasRanges = false; // it begins anew each time and comes no further
        _server.BreaksAfter = 1000;
        Assert.Contains("broke too often", (await Assert.ThrowsAsync<InputException>(() => RunAsync(Sum))).Message);
        Assert.Equal(1000, new FileInfo(Path.Combine(_folder, $"{Name}.pth.part")).Length);

        (_server.HasRanges, _server.BreaksAfter) = (true, null);
        _server.Requests.Clear();
        await RunAsync(Sum);
        Assert.Equal([1000], _server.Requests.Select(request => request.From));
    }

    /// <summary>A part of another file is not what the rest belongs to.</summary>
    [Fact]
    public async Task A_file_that_changed_begins_anew()
    {
        (_server.HasRanges, _server.BreaksAfter, _server.File) = (false, 1000, new byte[5000]);
        await Assert.ThrowsAsync<InputException>(() => RunAsync(Sum));
        (_server.HasRanges, _server.BreaksAfter, _server.File, _server.Tag) = (true, null, s_weights, "\"two\"");
        await RunAsync(Sum);
        Assert.True(File.Exists(Target));
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again()
    {
        _server.Busy = 2;
        await RunAsync(Sum);
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task Another_file_is_deleted()
    {
        _server.File = [.. s_weights.Reverse()];
        (await DownloadAsync("--sha256", Sum)).RefusedWithFaults("but " + Sum + " was expected");
        Assert.Empty(Directory.GetFiles(_folder));
    }

    /// <summary>Whatever comes, nothing of it is run or kept.</summary>
    [Theory]
    [InlineData("no weights at all")]
    [InlineData("cos\nsystem\n(S'touch /tmp/livos-was-here'\ntR.")]
    public async Task What_is_no_network_is_deleted(string content)
    {
        _server.File = System.Text.Encoding.ASCII.GetBytes(content);
        (await DownloadAsync("--yes")).RequireRefused();
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.False(File.Exists("/tmp/livos-was-here"));
    }

    [Fact]
    public async Task Without_a_checksum_the_user_decides()
    {
        (await DownloadAsync()).RefusedWith("No checksum", "--yes");
        Assert.Empty(_server.Requests);
        string told = (await DownloadAsync("--yes")).RequireDone().Output;
        Assert.Contains(Sum, told);
        Assert.Contains("which nothing could be compared with", told);
    }

    [Fact]
    public async Task Redirections_are_followed_but_not_for_ever()
    {
        string path = $"/files/{Name}.pth";
        _server.Answers[path] = Redirection("/elsewhere");
        await RunAsync(Sum);
        File.Delete(Target);
        _server.Answers[path] = Redirection(path);
        Assert.Contains("leads on too often", (await Assert.ThrowsAsync<InputException>(() => RunAsync(Sum))).Message);
        Assert.InRange(_server.Requests.Count, 3, 10);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "answers 404 Not Found", "--mirror")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>", "with a web page", "with a browser")]
    [InlineData("nonsense\r\n\r\n", "broke too often")]
    public async Task Other_answers_are_told(string answer, params string[] told)
    {
        _server.Answers[$"/files/{Name}.pth"] = answer;
        string message = (await Assert.ThrowsAsync<InputException>(() => RunAsync(Sum))).Message;
        Assert.All(told, part => Assert.Contains(part, message));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Two_downloads_of_one_file_do_not_mix()
    {
        using var held = PartialFile.Open(Path.Combine(_folder, $"{Name}.pth"), new Uri("https://example.org/"));
        (await DownloadAsync("--yes")).RefusedWithFaults("another download of it is running");
    }

    [Fact]
    public async Task All_weights_are_listed()
    {
        Outcome outcome = (await Livos.RunAsync("download", "--list")).Succeeded();
        Assert.All(PublishedWeights.All, file => Assert.Contains(file.Name, outcome.Output));
        Assert.Contains("not published", outcome.Output);
        JsonElement json = JsonDocument.Parse((await Livos.RunAsync("download", "--list", "--json")).Succeeded().Output).RootElement;
        Assert.Equal(5, json.GetArrayLength());
        Assert.All(PublishedWeights.All, file => ResumableDownload.Require(file.Address));
        Assert.Equal(5, PublishedWeights.All.DistinctBy(file => file.Address).Count());
    }

    [Theory]
    [InlineData("", "NAME is missing")]
    [InlineData("livos-wmose", "Did you mean 'livos-wmose-480p'?")]
    [InlineData(Name + " --sha256 12", "must be 64 hexadecimal digits")]
    [InlineData(Name + " --mirror here", "must be an address")]
    [InlineData(Name + " --mirror http://example.org --yes", "no https address")]
    [InlineData(Name + " --mirror file:///etc --yes", "no https address")]
    public async Task Bad_command_lines_are_refused(string line, string told)
    {
        Outcome outcome = await Livos.RunAsync(["download", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        outcome.RequireRefused();
        Assert.Contains(told, outcome.Error);
    }

    private static string Redirection(string to) => $"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private Task<Outcome> DownloadAsync(params string[] more) =>
        Livos.RunAsync(["download", Name, "--dir", _folder, "--mirror", _server.Address + "/files/", .. more]);

    /// <summary>The same without waiting between connections.</summary>
    private Task<DownloadReport> RunAsync(string sum) => new DownloadRun(
        PublishedWeights.All.First(file => file.Name == Name).At(new Uri(_server.Address + "/files")) with { Sha256 = sum }, _folder)
    {
        Ask = _ => false,
        Pause = TimeSpan.Zero,
    }.RunAsync(TextWriter.Null, CancellationToken.None);
}
