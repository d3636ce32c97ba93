using System.Net;
using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Server.Tests;

/// <summary>SAM 3's requests.</summary>
public sealed class NativeTests : IDisposable
{
    private const string Path = "/v1/request";

    private readonly TemporaryFolder _root = new(), _elsewhere = new();

    public NativeTests()
    {
        Directory.CreateDirectory(_root["clip"]);
        for (int frame = 0; frame < 5; frame++) File.WriteAllBytes(System.IO.Path.Combine(_root["clip"], $"{frame:00000}.png"), Scene.Png(frame));
        File.WriteAllBytes(_elsewhere["00000.png"], Scene.Png(0));
    }

    public void Dispose()
    {
        _root.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task A_clip_is_followed_both_ways()
    {
        await using RunningMaskServer server = await StartAsync();
        JsonElement started = await server.PostAsync(Path, new { type = "start_session", resource_path = "clip" });
        string id = started.GetProperty("session_id").GetString()!;
        Assert.Equal(5, started.GetProperty("num_frames").GetInt32());
        JsonElement prompted = await server.PostAsync(Path, new { type = "add_prompt", session_id = id, frame_index = 2, obj_id = 7, mask = Scene.MaskPng(2) });
        Assert.Equal(7, prompted.GetProperty("outputs").GetProperty("out_obj_ids")[0].GetInt32());

        List<JsonElement> frames = await server.EventsAsync(Path, new { type = "propagate_in_video", session_id = id });
        Assert.Equal(
            [2, 3, 4, 2, 1, 0],
            frames.Where(each => each.TryGetProperty("frame_index", out _)).Select(each => each.GetProperty("frame_index").GetInt32()));
        Assert.True(frames[^1].GetProperty("is_success").GetBoolean());
        JsonElement mask = frames[2].GetProperty("outputs").GetProperty("out_binary_masks")[0];
        int[] ids = new int[Scene.Width * Scene.Height];
        CocoRunLength.Decode(mask.GetProperty("counts").GetString()!, Scene.Width, Scene.Height, ids, 1);
        Assert.True(StepTests.Overlap(ids, Scene.Mask(4).Ids) > 0.5);

        List<JsonElement> part = await server.EventsAsync(
            Path, new { type = "propagate_in_video", session_id = id, propagation_direction = "backward", start_frame_index = 1, max_frame_num_to_track = 0 });
        Assert.Equal(1, part[0].GetProperty("frame_index").GetInt32());
        Assert.Equal(2, part.Count);

        Assert.True((await server.PostAsync(Path, new { type = "remove_object", session_id = id, obj_id = 7 })).GetProperty("is_success").GetBoolean());
        Assert.Contains("No frame has a mask", await server.RefusalAsync(Path, new { type = "propagate_in_video", session_id = id }));
        await server.PostAsync(Path, new { type = "reset_session", session_id = id });
        await server.PostAsync(Path, new { type = "close_session", session_id = id });
        await server.PostAsync(Path, new { type = "close_session", session_id = id });
        Assert.Equal((0, 0L), (server.Sessions.Count, server.Sessions.Bytes));
    }

    /// <summary>Parts of the frame's width and height, as SAM 3 has them: points with labels, a box as x, y, width, height.</summary>
    [Fact]
    public async Task Points_and_boxes_are_prompts()
    {
        await using RunningMaskServer server = await StartAsync(withClicks: true);
        string session_id = (await server.PostAsync(Path, new { type = "start_session", resource_path = "clip" })).GetProperty("session_id").GetString()!;
        JsonElement clicked = await server.PostAsync(Path, new
        {
            type = "add_prompt", session_id, frame_index = 0, obj_id = 3,
            points = new[] { new[] { 0.25, 0.5 }, [0.75, 0.5] }, point_labels = new[] { 1, 0 },
        });
        int[] mask = MaskOf(clicked, 3);
        Assert.Equal((1, 0), (At(mask, 16, 24), At(mask, 48, 24)));

        JsonElement boxed = await server.PostAsync(Path, new
        {
            type = "add_prompt", session_id, frame_index = 0, obj_id = 4, bounding_boxes = new[] { new[] { 0.5, 0.25, 0.375, 0.5 } },
            bounding_box_labels = new[] { 1 },
        });
        mask = MaskOf(boxed, 4);
        Assert.Equal((1, 1, 0, 0), (At(mask, 36, 16), At(mask, 52, 32), At(mask, 60, 16), At(mask, 36, 40)));
        double[] box = [.. boxed.GetProperty("outputs").GetProperty("out_boxes_xywh")[0].EnumerateArray().Select(each => each.GetDouble())];
        Assert.All(box.Zip([0.5, 0.25, 0.375, 0.5]), pair => Assert.InRange(pair.First, pair.Second - 0.08, pair.Second + 0.08));

        List<JsonElement> frames = await server.EventsAsync(Path, new { type = "propagate_in_video", session_id, propagation_direction = "forward" });
        Assert.Equal([3, 4], frames[0].GetProperty("outputs").GetProperty("out_obj_ids").EnumerateArray().Select(each => each.GetInt32()));
        Assert.Equal(6, frames.Count);
    }

    [Fact]
    public async Task Prompts_that_cannot_be_used_are_refused()
    {
        await using RunningMaskServer server = await StartAsync(withClicks: true);
        string session_id = (await server.PostAsync(Path, new { type = "start_session", resource_path = "clip" })).GetProperty("session_id").GetString()!;
        double[][] points = [[0.5, 0.5]], boxes = [[0.2, 0.2, 0.3, 0.3]];
        (string Part, object Body)[] bad =
        [
            ("where it is not", new { type = "add_prompt", session_id, frame_index = 0, obj_id = 1, points, point_labels = new[] { 0 } }),
            ("2 labels", new { type = "add_prompt", session_id, frame_index = 0, obj_id = 1, points, point_labels = new[] { 1, 1 } }),
            ("an object takes one", new { type = "add_prompt", session_id, frame_index = 0, obj_id = 1, bounding_boxes = new[] { boxes[0], boxes[0] } }),
            ("points with label 0", new
            {
                type = "add_prompt", session_id, frame_index = 0, obj_id = 1, bounding_boxes = boxes, bounding_box_labels = new[] { 0 },
            }),
            ("no area", new { type = "add_prompt", session_id, frame_index = 0, obj_id = 1, bounding_boxes = new[] { new[] { 0.5, 0.5, 0, 0.1 } } }),
        ];
        foreach ((string part, object body) in bad) Assert.Contains(part, await server.RefusalAsync(Path, body));
    }

    [Fact]
    public async Task Clips_are_opened_in_the_folders_given_only()
    {
        await using RunningMaskServer server = await StartAsync();
        File.CreateSymbolicLink(_root["link"], _elsewhere.Path);
        string[] others =
        [
            _elsewhere.Path, "../" + System.IO.Path.GetFileName(_elsewhere.Path), "link", "/etc/passwd", "none", "", "a\0b", "-", "camera:0",
            "http://127.0.0.1/",
        ];
        foreach (string path in others)
            Assert.Contains(
                "no such clip", await server.RefusalAsync(Path, new { type = "start_session", resource_path = path }, HttpStatusCode.NotFound));
        Assert.Equal(0, server.Sessions.Count);
        await server.PostAsync(Path, new { type = "start_session", resource_path = _root["clip"] });

        await using RunningMaskServer closed = await RunningMaskServer.StartAsync();
        Assert.Contains("--root", await closed.RefusalAsync(Path, new { type = "start_session", resource_path = _root["clip"] }, HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Bad_requests_are_refused_in_one_sentence()
    {
        await using RunningMaskServer server = await StartAsync();
        string session_id = (await server.PostAsync(Path, new { type = "start_session", resource_path = "clip" })).GetProperty("session_id").GetString()!;
        (string Part, object Body, HttpStatusCode Status)[] bad =
        [
            ("no request of this type", new { type = "other" }, HttpStatusCode.BadRequest),
            ("no request of this type", new { }, HttpStatusCode.BadRequest),
            ("frame_index is missing", new { type = "add_prompt", session_id }, HttpStatusCode.BadRequest),
            ("no frame 9", new { type = "add_prompt", session_id, frame_index = 9 }, HttpStatusCode.BadRequest),
            ("There is no prompt", new { type = "add_prompt", session_id, frame_index = 0 }, HttpStatusCode.BadRequest),
            ("Prompts in words are not supported", new { type = "add_prompt", session_id, frame_index = 0, text = "swan" }, HttpStatusCode.NotImplemented),
            ("obj_id", new { type = "add_prompt", session_id, frame_index = 0, obj_id = 300, mask = Scene.MaskPng(0) }, HttpStatusCode.BadRequest),
            ("from 0 to 1", new { type = "add_prompt", session_id, frame_index = 0, obj_id = 1, points = new[] { new[] { 5.0, 5.0 } } },
                HttpStatusCode.BadRequest),
            ("no click head", new { type = "add_prompt", session_id, frame_index = 0, obj_id = 1, points = new[] { new[] { 0.5, 0.5 } } },
                HttpStatusCode.NotImplemented),
            ("both, forward or backward", new { type = "propagate_in_video", session_id, propagation_direction = "up" }, HttpStatusCode.BadRequest),
            ("no such session", new { type = "reset_session", session_id = "guessed" }, HttpStatusCode.NotFound),
        ];
        foreach ((string part, object body, HttpStatusCode status) in bad) Assert.Contains(part, await server.RefusalAsync(Path, body, status));
    }

    private static int[] MaskOf(JsonElement frame, int id)
    {
        JsonElement outputs = frame.GetProperty("outputs");
        Assert.Equal([id], outputs.GetProperty("out_obj_ids").EnumerateArray().Select(each => each.GetInt32()));
        int[] ids = new int[Scene.Width * Scene.Height];
        CocoRunLength.Decode(outputs.GetProperty("out_binary_masks")[0].GetProperty("counts").GetString()!, Scene.Width, Scene.Height, ids, 1);
        return ids;
    }

    private static int At(int[] mask, int x, int y) => mask[(y * Scene.Width) + x];

    private Task<RunningMaskServer> StartAsync(bool withClicks = false) =>
        RunningMaskServer.StartAsync(new ServerOptions { Roots = [_root.Path] }, withClicks);
}
