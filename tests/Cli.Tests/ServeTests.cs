using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LiVOS.Cli.Tests;

/// <summary><c>livos serve</c>, started and ended as a user does it.</summary>
public sealed class ServeTests
{
    [SkippableTheory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task It_says_its_address_answers_and_ends_at_a_signal(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using Process server = ChildProcess.StartLivos("serve", "--port", "0", "--device", "cpu");
        string line = "";
        while (!line.StartsWith("Listening on ", StringComparison.Ordinal))
            line = await server.StandardError.ReadLineAsync() ?? throw new InvalidOperationException("It ended before it listened.");
        using (var client = new HttpClient())
            Assert.Contains("healthy", await client.GetStringAsync(new Uri(new Uri(Regex.Match(line, @"http://\S+").Value), "/health")));
        using Process kill = Process.Start("kill", [signal, $"{server.Id}"]);
        Assert.Equal(0, (await ChildProcess.EndAsync(server)).Code);
    }

    [Fact]
    public async Task By_its_standard_streams_it_answers_until_they_end()
    {
        using Process server = ChildProcess.StartLivosWithInput("serve", "--stdio", "--device", "cpu", "--size", "96");
        string Base64(string file) => Convert.ToBase64String(File.ReadAllBytes(Repository.PathOf($"samples/blackswan/{file}")));
        await server.StandardInput.WriteLineAsync($$"""{"frame": "{{Base64("frames/00000.png")}}", "mask": "{{Base64("truth/00000.png")}}"}""");
        await server.StandardInput.WriteLineAsync("no JSON");
        server.StandardInput.Close();

        Outcome outcome = await ChildProcess.EndAsync(server);

        Assert.Equal(0, outcome.Code);
        string[] answers = outcome.Output.TrimEnd().Split('\n');
        Assert.Equal(2, answers.Length);
        Assert.Contains("\"objects\":[{\"id\":1,", answers[0]);
        Assert.StartsWith("{\"error\":", answers[1]);
    }

    [SkippableFact]
    public async Task A_signal_ends_it_there_too()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using Process server = ChildProcess.StartLivosWithInput("serve", "--stdio", "--device", "cpu");
        string line = "";
        while (!line.StartsWith("Reading ", StringComparison.Ordinal))
            line = await server.StandardError.ReadLineAsync() ?? throw new InvalidOperationException("It ended before it read.");
        using Process kill = Process.Start("kill", ["-INT", $"{server.Id}"]);
        Assert.Equal(0, (await ChildProcess.EndAsync(server)).Code);
    }

    [Fact]
    public async Task Beyond_this_machine_it_needs_a_token() =>
        (await Livos.RunAsync("serve", "--host", "*")).RefusedWith("0.0.0.0", "--token-file");

    [Theory]
    [InlineData("--token", "short", "16 characters")]
    [InlineData("--host", "example.org", "--host-name")]
    [InlineData("--idle", "soon", "30m")]
    [InlineData("--root", "no-such-folder", "no-such-folder")]
    [InlineData("--port", "99999", "65535")]
    [InlineData("--port", "0", "--port is for requests by HTTP", "--stdio")]
    [InlineData("--root", ".", "--root is for requests by HTTP", "--stdio")]
    public async Task What_cannot_be_used_is_refused(string option, string value, string sentence, params string[] more)
    {
        Outcome outcome = await Livos.RunAsync(["serve", option, value, .. more]);
        outcome.RequireRefused();
        Assert.Contains(sentence, outcome.Error);
    }
}
