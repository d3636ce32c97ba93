using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Server.Tests;

/// <summary>Frames in, masks out.</summary>
public sealed class StepTests
{
    [Fact]
    public async Task A_square_is_followed_in_frames_of_three_formats()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        (string session, IndexMask first) = await BeginAsync(server);
        Assert.Equal(Scene.Mask(0).Ids, first.Ids);
        int frame = 0;
        foreach (byte[] file in new[] { Scene.Ppm(1), Scene.Png(2), Scene.Jpeg(3) })
        {
            using HttpResponseMessage answer = await server.Client.PostAsync($"/v1/step?session={session}", new ByteArrayContent(file));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            IndexMask mask = Png.DecodeMask(await answer.Content.ReadAsByteArrayAsync(), "answer");
            Assert.True(Overlap(mask.Ids, Scene.Mask(++frame).Ids) > 0.5, $"frame {frame}");
        }

        Assert.Equal(4, server.Metrics.Frames);
        using HttpResponseMessage closed = await server.Client.DeleteAsync($"/v1/step/{session}");
        Assert.Equal(HttpStatusCode.NoContent, closed.StatusCode);
        Assert.Equal((0, 0L), (server.Sessions.Count, server.Sessions.Bytes));
    }

    /// <summary>Frames of another size than the network's are resized on the host, to the bit as for a clip.</summary>
    [Fact]
    public async Task Resized_frames_give_what_a_clip_gives()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(size: 32);
        using var folder = new TemporaryFolder();
        for (int frame = 0; frame < 3; frame++) folder.Add($"{frame}.png", Scene.Png(frame));
        await using VideoClip clip = VideoClip.Of(FrameFolder.Open(folder.Path));
        var options = new SegmentationOptions { Size = 32 };
        List<int[]> expected = [];
        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(server.Network, clip, new Prompts(0, Scene.Mask(0)), options))
            expected.Add([.. frame.Mask.Labels.Select(label => frame.Mask.Ids[label])]);

        (string session, IndexMask first) = await BeginAsync(server);
        List<int[]> actual = [first.Ids];
        for (int frame = 1; frame < 3; frame++)
        {
            using HttpResponseMessage answer = await server.Client.PostAsync($"/v1/step?session={session}", new ByteArrayContent(Scene.Png(frame)));
            actual.Add(Png.DecodeMask(await answer.Content.ReadAsByteArrayAsync(), "answer").Ids);
        }

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task JSON_works_as_well()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        string counts = CocoRunLength.Encode(Scene.Mask(0))[1];
        server.Client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        JsonElement first = await server.PostAsync("/v1/step", new { frame = Scene.Png(0), mask = new { size = new[] { 48, 64 }, counts } });
        JsonElement only = Assert.Single(first.GetProperty("objects").EnumerateArray());
        Assert.Equal(counts, only.GetProperty("segmentation").GetProperty("counts").GetString());
        Assert.Equal([8, 16, 16, 16], only.GetProperty("bbox").EnumerateArray().Select(each => each.GetInt32()));
        JsonElement second = await server.PostAsync("/v1/step", new { frame = Scene.Jpeg(1), session = first.GetProperty("session").GetString() });
        Assert.Single(second.GetProperty("objects").EnumerateArray());
    }

    [Fact]
    public async Task Bad_input_is_refused_in_one_sentence_and_leaves_no_session()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        (string Part, object Body, HttpStatusCode Status)[] bad =
        [
            ("needs a mask", new { frame = Scene.Png(0) }, HttpStatusCode.BadRequest),
            ("There is no frame", new { mask = Scene.MaskPng(0) }, HttpStatusCode.BadRequest),
            ("frame", new { frame = new byte[] { 1, 2, 3 }, mask = Scene.MaskPng(0) }, HttpStatusCode.BadRequest),
            ("at $.frame", new { frame = "no base64!", mask = Scene.MaskPng(0) }, HttpStatusCode.BadRequest),
            ("no base64", new { frame = Scene.Png(0), mask = "*" }, HttpStatusCode.BadRequest),
            ("is neither a PNG", new { frame = Scene.Png(0), mask = 5 }, HttpStatusCode.BadRequest),
            ("run lengths", new { frame = Scene.Png(0), mask = new { size = new[] { 48, 64 }, counts = "0" } }, HttpStatusCode.BadRequest),
            ("run lengths", new { frame = Scene.Png(0), mask = new { size = new[] { 48, 64 }, counts = new[] { -1 } } }, HttpStatusCode.BadRequest),
            ("make them the same size", new { frame = Scene.Png(0), mask = new { size = new[] { 4, 4 }, counts = "0" } }, HttpStatusCode.BadRequest),
            ("shows no object", new { frame = Scene.Png(0), mask = new { size = new[] { 48, 64 }, counts = new[] { 64 * 48 } } }, HttpStatusCode.BadRequest),
            ("no such session", new { frame = Scene.Png(0), session = "guessed" }, HttpStatusCode.NotFound),
            ("P6 WIDTH HEIGHT", new { frame = "P6 9999999 99999999999 255\n"u8.ToArray(), mask = Scene.MaskPng(0) }, HttpStatusCode.BadRequest),
        ];
        foreach ((string part, object body, HttpStatusCode status) in bad) Assert.Contains(part, await server.RefusalAsync("/v1/step", body, status));
        Assert.Equal((0, 0L), (server.Sessions.Count, server.Sessions.Bytes));
    }

    [Fact]
    public async Task Frames_of_another_size_are_refused_and_the_session_goes_on()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        (string session, _) = await BeginAsync(server);
        Assert.Contains("begin a new session", await server.RefusalAsync("/v1/step", new { frame = "P6 1 1 255\nabc"u8.ToArray(), session }));
        using HttpResponseMessage next = await server.Client.PostAsync($"/v1/step?session={session}", new ByteArrayContent(Scene.Ppm(1)));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Metrics_and_health_are_told()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        await BeginAsync(server);
        string metrics = await server.Client.GetStringAsync("/metrics");
        Assert.Contains("\nlivos_frames_total 1\n", metrics);
        Assert.Contains("\nlivos_sessions 1\n", metrics);
        Assert.Contains("\"status\":\"healthy\",\"models_loaded\":1", await server.Client.GetStringAsync("/health"));
    }

    /// <summary>Begins a session by a form, as curl sends it.</summary>
    internal static async Task<(string Session, IndexMask Mask)> BeginAsync(RunningMaskServer server)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Scene.Png(0)), "frame", "0.png" }, { new ByteArrayContent(Scene.MaskPng(0)), "mask", "m.png" },
        };
        using HttpResponseMessage answer = await server.Client.PostAsync("/v1/step", form);
        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(body));
        return (answer.Headers.GetValues("Livos-Session").Single(), Png.DecodeMask(body, "answer"));
    }

    internal static double Overlap(int[] one, int[] other) =>
        (double)one.Zip(other).Count(pair => pair.First != 0 && pair.Second != 0) / one.Zip(other).Count(pair => pair.First != 0 || pair.Second != 0);
}
