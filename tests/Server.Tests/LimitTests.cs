using System.Diagnostics;
using System.Net;
using LiVOS.Media;
using Xunit.Abstractions;

namespace LiVOS.Server.Tests;

/// <summary>What many clients can take.</summary>
public sealed class LimitTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Sessions_beyond_the_limit_are_asked_to_wait()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(new ServerOptions { MostSessions = 1 });
        (string session, _) = await StepTests.BeginAsync(server);
        using HttpResponseMessage full = await server.Client.PostAsync("/v1/step", Form());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.NotNull(full.Headers.RetryAfter?.Delta);
        await server.Client.DeleteAsync($"/v1/step/{session}");
        await StepTests.BeginAsync(server);
    }

    [Fact]
    public async Task Memory_bounds_the_sessions()
    {
        long one;
        await using (RunningMaskServer measuring = await RunningMaskServer.StartAsync())
        {
            await StepTests.BeginAsync(measuring);
            one = measuring.Sessions.Bytes;
        }

        Assert.True(one > 0);
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(new ServerOptions { SessionBytes = 2 * one });
        await StepTests.BeginAsync(server);
        await StepTests.BeginAsync(server);
        using HttpResponseMessage full = await server.Client.PostAsync("/v1/step", Form());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.Equal((2, 2 * one), (server.Sessions.Count, server.Sessions.Bytes));

        await using RunningMaskServer small = await RunningMaskServer.StartAsync(new ServerOptions { SessionBytes = one - 1 });
        using HttpResponseMessage never = await small.Client.PostAsync("/v1/step", Form());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, never.StatusCode);
    }

    /// <summary>A click takes memory too: its picture's features are kept for the next click, until a session needs the memory.</summary>
    [Fact]
    public async Task Memory_counts_clicks_and_sessions_come_first()
    {
        long click, session;
        await using (RunningMaskServer measuring = await RunningMaskServer.StartAsync(withClicks: true))
        {
            await ClickAsync(measuring, 0);
            click = measuring.Sessions.ClickBytes;
            await ClickAsync(measuring, 0);
            Assert.Equal(click, measuring.Sessions.ClickBytes);
            for (int frame = 1; frame < 8; frame++) await ClickAsync(measuring, frame);
            Assert.Equal(4 * click, measuring.Sessions.ClickBytes);
            Assert.Contains($"\nlivos_click_bytes {4 * click}\n", await measuring.Client.GetStringAsync("/metrics"));
            await StepTests.BeginAsync(measuring);
            session = measuring.Sessions.Bytes;
        }

        Assert.True(click > 0);
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(new ServerOptions { SessionBytes = session + click - 1 }, withClicks: true);
        await ClickAsync(server, 0);
        await StepTests.BeginAsync(server);
        Assert.Equal((session, 0L), (server.Sessions.Bytes, server.Sessions.ClickBytes));
        await ClickAsync(server, 0, HttpStatusCode.ServiceUnavailable);

        await using RunningMaskServer small = await RunningMaskServer.StartAsync(new ServerOptions { SessionBytes = click - 1 }, withClicks: true);
        await ClickAsync(small, 0, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task What_is_kept_for_clicks_goes_when_nobody_clicks()
    {
        var options = new ServerOptions { Idle = TimeSpan.FromMilliseconds(200) };
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(options, withClicks: true);
        await ClickAsync(server, 0);
        while (server.Sessions.ClickBytes > 0) await Task.Delay(20);
    }

    [Fact]
    public async Task A_session_that_nobody_uses_is_closed()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(new ServerOptions { Idle = TimeSpan.FromMilliseconds(200) });
        await StepTests.BeginAsync(server);
        while (server.Sessions.Count > 0) await Task.Delay(20);
        while (server.Metrics.IdleSessions == 0) await Task.Delay(20);
        Assert.Equal(0, server.Sessions.Bytes);
    }

    [Fact]
    public async Task Requests_of_more_bytes_than_there_is_room_for_are_refused()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(new ServerOptions { RequestBytes = 1000 });
        using HttpResponseMessage answer = await server.Client.PostAsync("/v1/step", Form());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    /// <summary>Each client gets the masks that it would get alone, whatever the others do.</summary>
    [Fact]
    public async Task A_hundred_sessions_lose_nothing()
    {
        const int clients = 100, frames = 3;
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(new ServerOptions { MostSessions = clients });
        List<int[]> alone = await ClientAsync(server, frames, null);
        long one = 0;
        var times = new List<double>();
        long before = Process.GetCurrentProcess().WorkingSet64;
        List<int[]>[] results = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => ClientAsync(server, frames, times)));
        one = server.Sessions.Bytes;
        Assert.All(results, masks => Assert.Equal(alone, masks));
        Assert.Equal((0, 0L), (server.Sessions.Count, one));
        Assert.Equal((clients + 1) * frames, server.Metrics.Frames);
        Assert.Equal(0, server.Metrics.Refusals);
        times.Sort();
        output.WriteLine($"{clients} clients, {frames} frames each: half of the answers within {times[times.Count / 2]:0} ms, "
            + $"99% within {times[times.Count * 99 / 100]:0} ms; "
            + $"{server.Metrics.ComputeTime.TotalMilliseconds / server.Metrics.Frames:0.0} ms of computing a frame; "
            + $"the process grew by {(Process.GetCurrentProcess().WorkingSet64 - before) / 1e6:0} MB.");
    }

    private static async Task<List<int[]>> ClientAsync(RunningMaskServer server, int frames, List<double>? times)
    {
        List<int[]> masks = [];
        string? session = null;
        for (int frame = 0; frame < frames; frame++)
        {
            long begun = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = session is null ? await server.Client.PostAsync("/v1/step", Form())
                : await server.Client.PostAsync($"/v1/step?session={session}", new ByteArrayContent(Scene.Png(frame)));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            masks.Add(Png.DecodeMask(await answer.Content.ReadAsByteArrayAsync(), "answer").Ids);
            session = answer.Headers.GetValues("Livos-Session").Single();
            if (times is not null)
                lock (times) times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        using HttpResponseMessage closed = await server.Client.DeleteAsync($"/v1/step/{session}");
        Assert.Equal(HttpStatusCode.NoContent, closed.StatusCode);
        return masks;
    }

    private static Task ClickAsync(RunningMaskServer server, int frame, HttpStatusCode status = HttpStatusCode.OK) =>
        server.PostAsync("/", new { image = Scene.Png(frame), pos_points = new[] { new[] { 20, 20 } }, neg_points = Array.Empty<int[]>() }, status);

    private static MultipartFormDataContent Form() =>
        new() { { new ByteArrayContent(Scene.Png(0)), "frame", "0.png" }, { new ByteArrayContent(Scene.MaskPng(0)), "mask", "m.png" } };
}
