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
    public async Task Beyond_this_machine_it_needs_a_token() =>
        (await Livos.RunAsync("serve", "--host", "*")).RefusedWith("0.0.0.0", "--token-file");

    [Theory]
    [InlineData("--token", "short", "16 characters")]
    [InlineData("--host", "example.org", "--host-name")]
    [InlineData("--idle", "soon", "30m")]
    [InlineData("--root", "no-such-folder", "no-such-folder")]
    [InlineData("--port", "99999", "65535")]
    public async Task What_cannot_be_used_is_refused(string option, string value, string sentence)
    {
        Outcome outcome = await Livos.RunAsync("serve", option, value);
        outcome.RequireRefused();
        Assert.Contains(sentence, outcome.Error);
    }
}
