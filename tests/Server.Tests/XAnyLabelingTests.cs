using System.Text.Json;

namespace LiVOS.Server.Tests;

/// <summary>The calls that X-AnyLabeling's client makes, and what it reads of the answers.</summary>
public sealed class XAnyLabelingTests
{
    private const string Model = "livos";

    [Fact]
    public async Task The_client_finds_the_model()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        JsonElement answer = JsonDocument.Parse(await server.Client.GetStringAsync("/v1/models")).RootElement;
        Assert.True(answer.GetProperty("success").GetBoolean());
        JsonElement model = answer.GetProperty("data").GetProperty(Model);
        Assert.Equal("LiVOS", model.GetProperty("display_name").GetString());
        Assert.Equal("video", model.GetProperty("batch_processing_mode").GetString());
        Assert.Empty(model.GetProperty("capabilities").EnumerateObject()); // models with some do not appear in its list
        Assert.Contains(model.GetProperty("widgets").EnumerateArray(), widget => widget.GetProperty("name").GetString() == "button_add_point");
    }

    [Fact]
    public async Task A_clip_is_followed()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        string[] frames = [.. Enumerable.Range(0, 4).Select(frame => "data:image/png;base64," + Convert.ToBase64String(Scene.Png(frame)))];
        JsonElement init = await server.PostAsync("/v1/video/init", new { model = Model, frames, start_frame_index = 0 });
        string session = init.GetProperty("data").GetProperty("session_id").GetString()!;

        // The client clicks; this network has no click head, so the mask is given instead.
        JsonElement clicked = await server.PostAsync("/v1/video/prompt", Prompt(session));
        Assert.False(clicked.GetProperty("success").GetBoolean());
        Assert.Contains("no click head", clicked.GetProperty("error").GetProperty("message").GetString());
        JsonElement prompted = await server.PostAsync(
            "/v1/video/prompt", new { session_id = session, model = Model, frame_index = 1, obj_id = 10000, mask = Scene.MaskPng(1) });
        JsonElement shape = Assert.Single(prompted.GetProperty("data").GetProperty("masks").EnumerateArray());
        Assert.Equal("polygon", shape.GetProperty("shape_type").GetString());
        Assert.Equal(10001, shape.GetProperty("group_id").GetInt32());
        Assert.Equal(5, shape.GetProperty("points").GetArrayLength());
        Assert.Equal(shape.GetProperty("points")[0].GetRawText(), shape.GetProperty("points")[4].GetRawText());

        List<JsonElement> events = await server.EventsAsync("/v1/video/propagate/stream", new { session_id = session, model = Model, start_frame = 1 });
        Assert.Equal(["started", "progress", "progress", "progress", "completed"], events.Select(each => each.GetProperty("type").GetString()!));
        Assert.Equal(4, events[0].GetProperty("total_frames").GetInt32());
        Assert.Equal([1, 2, 3], events.Skip(1).Take(3).Select(each => each.GetProperty("current_frame").GetInt32()));
        JsonElement results = events[^1].GetProperty("results");
        Assert.Equal(["1", "2", "3"], results.EnumerateObject().Select(each => each.Name));
        Assert.Equal("AUTOLABEL_OBJECT", results.GetProperty("3").GetProperty("masks")[0].GetProperty("label").GetString());

        JsonElement cleaned = await server.PostAsync($"/v1/video/cleanup/{session}?model={Model}", new { });
        Assert.True(cleaned.GetProperty("success").GetBoolean());
        Assert.Equal((0, 0L), (server.Sessions.Count, server.Sessions.Bytes));
        Assert.Equal("SESSION_NOT_FOUND", CodeOf(await server.PostAsync($"/v1/video/cleanup/{session}?model={Model}", new { })));
    }

    [Fact]
    public async Task Bad_calls_are_refused_as_the_client_reads_it()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        string[] frames = ["data:image/png;base64," + Convert.ToBase64String(Scene.Png(0))];
        Assert.Equal("MISSING_MODEL", CodeOf(await server.PostAsync("/v1/video/init", new { frames })));
        Assert.Equal("MODEL_NOT_FOUND", CodeOf(await server.PostAsync("/v1/video/init", new { model = "other", frames })));
        Assert.Equal("MISSING_FRAMES", CodeOf(await server.PostAsync("/v1/video/init", new { model = Model })));
        Assert.Equal("INVALID_FRAME", CodeOf(await server.PostAsync("/v1/video/init", new { model = Model, frames = new[] { "AAAA" } })));
        Assert.Equal("MISSING_SESSION", CodeOf(await server.PostAsync("/v1/video/prompt", new { model = Model })));
        Assert.Equal("PROMPT_ERROR", CodeOf(await server.PostAsync("/v1/video/prompt", Prompt("guessed"))));
        Assert.Equal("PROPAGATION_ERROR", CodeOf(await server.PostAsync("/v1/video/propagate", new { session_id = "guessed", model = Model })));
        Assert.Equal("TASK_NOT_FOUND", CodeOf(JsonDocument.Parse(await server.Client.GetStringAsync("/v1/video/status/guessed")).RootElement));
        Assert.Equal("TASK_NOT_FOUND", CodeOf(await server.PostAsync("/v1/video/cancel/guessed", new { })));
        Assert.Equal("MODEL_NOT_FOUND", CodeOf(await server.PostAsync("/v1/predict", new { model = "other", image = frames[0] })));
        Assert.Equal("INVALID_IMAGE", CodeOf(await server.PostAsync("/v1/predict", new { model = Model, image = "AAAA" })));
        List<JsonElement> events = await server.EventsAsync("/v1/video/propagate/stream", new { session_id = "guessed", model = Model });
        Assert.Equal("error", Assert.Single(events).GetProperty("type").GetString());
        Assert.Equal(0, server.Sessions.Count);
    }

    private static object Prompt(string session) => new
    {
        session_id = session, model = Model, frame_index = 0, points = new[] { new[] { 0.25, 0.5 } }, point_labels = new[] { 1 }, obj_id = 10000,
        @params = new { conf_threshold = 0.25, epsilon_factor = 0.001 },
    };

    private static string CodeOf(JsonElement answer)
    {
        Assert.False(answer.GetProperty("success").GetBoolean());
        return answer.GetProperty("error").GetProperty("code").GetString()!;
    }
}
