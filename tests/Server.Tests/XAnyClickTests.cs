using System.Text.Json;

namespace LiVOS.Server.Tests;

/// <summary>What X-AnyLabeling sends when its user clicks, with a network that makes masks of clicks.</summary>
public sealed class XAnyClickTests
{
    private const string Follower = "livos", Clicker = "livos-click";

    private static string[] Frames { get; } =
        [.. Enumerable.Range(0, 4).Select(frame => "data:image/png;base64," + Convert.ToBase64String(Scene.Png(frame)))];

    [Fact]
    public async Task A_clicked_object_is_followed_while_the_client_listens()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(withClicks: true);
        string session = await BeginAsync(server);
        JsonElement shape = Assert.Single((await ClickAsync(server, session)).GetProperty("masks").EnumerateArray());
        Assert.Equal("AUTOLABEL_OBJECT", shape.GetProperty("label").GetString());
        Assert.Equal(10001, shape.GetProperty("group_id").GetInt32());
        Assert.True(IsIn(shape, 16, 24));
        Assert.False(IsIn(shape, 40, 24));

        // All points come again with each click.
        JsonElement more = Assert.Single((await ClickAsync(server, session, [[0.25, 0.5], [0.3, 0.5]])).GetProperty("masks").EnumerateArray());
        Assert.True(WidthOf(more) > WidthOf(shape));
        List<JsonElement> events = await server.EventsAsync(
            "/v1/video/propagate/stream", new { session_id = session, model = Follower, start_frame = 0 });
        Assert.Equal(["0", "1", "2", "3"], events[^1].GetProperty("results").EnumerateObject().Select(each => each.Name));
    }

    [Fact]
    public async Task A_run_can_be_asked_for_later()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(withClicks: true);
        string session = await BeginAsync(server, start: 100);
        Assert.Equal("PROPAGATION_ERROR", CodeOf(await PropagateAsync(server, session)));
        await ClickAsync(server, session, frame: 101);
        JsonElement begun = (await PropagateAsync(server, session)).GetProperty("data");
        Assert.Equal(("processing", "Propagation started"), (begun.GetProperty("status").GetString(), begun.GetProperty("message").GetString()));
        string task = begun.GetProperty("task_id").GetString()!;
        JsonElement status;
        do
        {
            await Task.Delay(20);
            status = await StatusAsync(server, task);
        }
        while (status.GetProperty("status").GetString() is "pending" or "processing");

        Assert.Equal("completed", status.GetProperty("status").GetString());
        Assert.Equal((1.0, 103, 4), (
            status.GetProperty("progress").GetDouble(), status.GetProperty("current_frame").GetInt32(), status.GetProperty("total_frames").GetInt32()));
        JsonElement results = status.GetProperty("results");
        Assert.Equal(["101", "102", "103"], results.EnumerateObject().Select(each => each.Name));
        Assert.Equal("polygon", results.GetProperty("101").GetProperty("masks")[0].GetProperty("shape_type").GetString());

        // The results go with the next run, and with the session.
        JsonElement again = (await PropagateAsync(server, session, end: 102)).GetProperty("data");
        Assert.Equal("TASK_NOT_FOUND", CodeOf(JsonDocument.Parse(await server.Client.GetStringAsync($"/v1/video/status/{task}")).RootElement));
        await server.PostAsync($"/v1/video/cleanup/{session}?model={Follower}", new { });
        Assert.Equal("TASK_NOT_FOUND", CodeOf(
            JsonDocument.Parse(await server.Client.GetStringAsync($"/v1/video/status/{again.GetProperty("task_id").GetString()}")).RootElement));
        Assert.Equal((0, 0L), (server.Sessions.Count, server.Sessions.Bytes));
    }

    [Fact]
    public async Task A_run_can_be_cancelled()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(withClicks: true);
        string[] many = [.. Enumerable.Repeat(Frames, 250).SelectMany(each => each)];
        string session = await BeginAsync(server, many);
        await ClickAsync(server, session);
        string task = (await PropagateAsync(server, session)).GetProperty("data").GetProperty("task_id").GetString()!;
        Assert.Contains("has not ended", ErrorOf(await PropagateAsync(server, session)).GetProperty("message").GetString());
        JsonElement cancelled = await server.PostAsync($"/v1/video/cancel/{task}", new { });
        Assert.Equal("Task cancelled", cancelled.GetProperty("data").GetProperty("message").GetString());
        Assert.Equal("cancelled", (await StatusAsync(server, task)).GetProperty("status").GetString());
        await ClickAsync(server, session); // the session's turn is free again
        Assert.True(server.Metrics.Frames < many.Length);
    }

    /// <summary>X-AnyLabeling sends marks of a picture to <c>/v1/predict</c>, with all that its window has.</summary>
    [Fact]
    public async Task Marks_in_a_picture_become_outlines()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(withClicks: true);
        JsonElement models = JsonDocument.Parse(await server.Client.GetStringAsync("/v1/models")).RootElement.GetProperty("data");
        Assert.Equal(JsonValueKind.Null, models.GetProperty(Clicker).GetProperty("batch_processing_mode").ValueKind);
        Assert.Contains(
            models.GetProperty(Clicker).GetProperty("widgets").EnumerateArray(), widget => widget.GetProperty("name").GetString() == "button_add_rect");

        JsonElement clicked = await PredictAsync(server, new { type = "point", data = new[] { 16, 24 }, label = 1 });
        Assert.False(clicked.GetProperty("replace").GetBoolean());
        Assert.Equal("", clicked.GetProperty("description").GetString());
        JsonElement shape = Assert.Single(clicked.GetProperty("shapes").EnumerateArray());
        Assert.Equal(("AUTOLABEL_OBJECT", "polygon"), (shape.GetProperty("label").GetString(), shape.GetProperty("shape_type").GetString()));
        Assert.True(IsIn(shape, 16, 24));

        JsonElement box = Assert.Single((await PredictAsync(server, Box(8, 8, 56, 40))).GetProperty("shapes").EnumerateArray());
        Assert.InRange(WidthOf(box), 44, 52);
        JsonElement two = await PredictAsync(
            server, Box(4, 4, 24, 40), Box(56, 8, 36, 40), new { type = "point", data = new[] { 14, 20 }, label = 0 });
        Assert.Equal(2, two.GetProperty("shapes").GetArrayLength());
        Assert.Equal(0, (await PredictAsync(server)).GetProperty("shapes").GetArrayLength());
    }

    [Fact]
    public async Task Words_are_refused_with_what_to_do_instead()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(withClicks: true);
        string session = await BeginAsync(server);
        JsonElement video = ErrorOf(await server.PostAsync("/v1/video/prompt", new
        {
            session_id = session, model = Follower, text_prompt = "swan", frame_index = 0, @params = new { conf_threshold = 0.0, epsilon_factor = 0.001 },
        }));
        Assert.Equal("PROMPT_ERROR", video.GetProperty("code").GetString());
        Assert.Equal(
            "Prompts in words are not supported, for this network knows none; click on the object.", video.GetProperty("message").GetString());
        JsonElement picture = ErrorOf(await server.PostAsync("/v1/predict", new
        {
            model = Clicker, image = Frames[0], @params = new { conf_threshold = 0.0, text_prompt = "swan" },
        }));
        Assert.Equal("INFERENCE_ERROR", picture.GetProperty("code").GetString());
        Assert.Contains("draw a box", picture.GetProperty("message").GetString());
    }

    private static object Box(int x1, int y1, int x2, int y2) => new { type = "rectangle", data = new[] { x1, y1, x2, y2 }, label = 1 };

    private static async Task<string> BeginAsync(RunningMaskServer server, string[]? frames = null, int start = 0)
    {
        JsonElement init = await server.PostAsync("/v1/video/init", new { model = Follower, frames = frames ?? Frames, start_frame_index = start });
        return init.GetProperty("data").GetProperty("session_id").GetString()!;
    }

    private static async Task<JsonElement> ClickAsync(RunningMaskServer server, string session, double[][]? points = null, int frame = 0)
    {
        points ??= [[0.25, 0.5]];
        JsonElement answer = await server.PostAsync("/v1/video/prompt", new
        {
            session_id = session, model = Follower, frame_index = frame, points, point_labels = points.Select(_ => 1), obj_id = 10000,
            @params = new { conf_threshold = 0.0, epsilon_factor = 0.001 },
        });
        Assert.True(answer.GetProperty("success").GetBoolean(), answer.GetRawText());
        return answer.GetProperty("data");
    }

    private static Task<JsonElement> PropagateAsync(RunningMaskServer server, string session, int? end = null) =>
        server.PostAsync("/v1/video/propagate", new { session_id = session, model = Follower, start_frame = (int?)null, end_frame = end });

    private static async Task<JsonElement> StatusAsync(RunningMaskServer server, string task) =>
        JsonDocument.Parse(await server.Client.GetStringAsync($"/v1/video/status/{task}")).RootElement.GetProperty("data");

    private static async Task<JsonElement> PredictAsync(RunningMaskServer server, params object[] marks)
    {
        JsonElement answer = await server.PostAsync("/v1/predict", new
        {
            model = Clicker, image = Frames[0], @params = new { conf_threshold = 0.0, iou_threshold = 0.0, epsilon_factor = 0.001, marks },
        });
        Assert.True(answer.GetProperty("success").GetBoolean(), answer.GetRawText());
        return answer.GetProperty("data");
    }

    private static JsonElement ErrorOf(JsonElement answer)
    {
        Assert.False(answer.GetProperty("success").GetBoolean());
        return answer.GetProperty("error");
    }

    private static string CodeOf(JsonElement answer) => ErrorOf(answer).GetProperty("code").GetString()!;

    private static double WidthOf(JsonElement shape) => Xs(shape).Max() - Xs(shape).Min();

    private static double[] Xs(JsonElement shape) => [.. shape.GetProperty("points").EnumerateArray().Select(point => point[0].GetDouble())];

    /// <summary>Whether a pixel lies in an outline: a ray from it meets the outline an odd number of times.</summary>
    private static bool IsIn(JsonElement shape, double x, double y)
    {
        (double X, double Y)[] ring = [.. shape.GetProperty("points").EnumerateArray().Select(point => (point[0].GetDouble(), point[1].GetDouble()))];
        Assert.Equal(ring[0], ring[^1]);
        (x, y) = (x + 0.5, y + 0.5);
        return ring.Zip(ring.Skip(1)).Count(edge => edge.First.Y > y != edge.Second.Y > y
            && x < edge.First.X + ((y - edge.First.Y) / (edge.Second.Y - edge.First.Y) * (edge.Second.X - edge.First.X))) % 2 == 1;
    }
}
