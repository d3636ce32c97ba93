using LiVOS.Cli.Errors;
using static LiVOS.Cli.Tests.Livos;

namespace LiVOS.Cli.Tests;

/// <summary>What keeps <c>livos studio</c> from serving its page.</summary>
public sealed class StudioTests
{
    [Fact]
    public async Task A_clip_that_is_none()
    {
        using var clip = new MadeUpClip();
        Outcome outcome = await RunAsync("studio", clip["nothing"], "--no-browser", "--device", "cpu");
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains("nothing", outcome.Error);
        Assert.False(Directory.Exists(clip["nothing.livos"]));
    }

    [Fact]
    public async Task A_project_folder_that_holds_something_else()
    {
        using var clip = new MadeUpClip();
        Outcome outcome = await RunAsync("studio", clip.Frames, "--project", clip.Masks, "--no-browser", "--device", "cpu");
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains("something else than a project", outcome.Error);
        Assert.Single(Directory.GetFiles(clip.Masks));
    }

    [Fact]
    public async Task A_project_without_a_clip()
    {
        Outcome outcome = await RunAsync("studio", "--project", "somewhere");
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains("give the clip too", outcome.Error);
    }

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var clip = new MadeUpClip();
        var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        Outcome outcome = await RunAsync("studio", clip.Frames, "--port", $"{port}", "--no-browser", "--device", "cpu");
        taken.Stop();
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains($"Port {port}", outcome.Error);
        Assert.Contains("give another port", outcome.Error);
    }
}
