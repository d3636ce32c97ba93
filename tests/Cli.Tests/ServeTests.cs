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

    [Fact]
    public async Task What_cannot_be_used_is_refused()
    {
        (await Livos.RunAsync("serve", "--token", "short")).RefusedWith("16 characters");
        (await Livos.RunAsync("serve", "--host", "example.org")).RefusedWith("example.org", "--host-name");
        (await Livos.RunAsync("serve", "--idle", "soon")).RefusedWith("'soon'", "30m");
        (await Livos.RunAsync("serve", "--root", "no-such-folder")).RefusedWith("no-such-folder");
        (await Livos.RunAsync("serve", "--port", "99999")).RefusedWith("65535");
    }
}
