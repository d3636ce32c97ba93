using System.Net;
using System.Text.Json;

namespace LiVOS.Server.Tests;

/// <summary>The calls that CVAT's lambda_manager makes, and what its page reads of the answers.</summary>
public sealed class CvatTests
{
    private const string Invocations = "/api/function_invocations";

    [Fact]
    public async Task CVAT_finds_the_tracker_where_it_asks_nuclio()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        JsonElement all = JsonDocument.Parse(await server.Client.GetStringAsync("/api/functions")).RootElement;
        JsonElement tracker = Assert.Single(all.EnumerateObject()).Value;
        Assert.Equal("livos-tracker", tracker.GetProperty("metadata").GetProperty("name").GetString());
        JsonElement annotations = tracker.GetProperty("metadata").GetProperty("annotations");
        Assert.Equal("tracker", annotations.GetProperty("type").GetString());
        Assert.Equal("[]", annotations.GetProperty("spec").GetString());
        Assert.Equal("rectangle,polygon,mask", annotations.GetProperty("supported_shape_types").GetString());
        Assert.NotEmpty(tracker.GetProperty("spec").GetProperty("description").GetString()!);
        Assert.Equal(server.Client.BaseAddress!.Port, tracker.GetProperty("status").GetProperty("httpPort").GetInt32());
        JsonElement one = JsonDocument.Parse(await server.Client.GetStringAsync("/api/functions/livos-tracker")).RootElement;
        Assert.Equal(tracker.GetRawText(), one.GetRawText());
        using HttpResponseMessage none = await server.Client.GetAsync("/api/functions/other");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Theory]
    [InlineData("/", "mask")]
    [InlineData(Invocations, "polygon")]
    [InlineData("/", "rectangle")]
    public async Task A_shape_is_followed_by_its_state(string path, string type)
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        int[] box = Scene.Box(0);
        double[] points = type switch
        {
            "mask" => [0, 256, box[0], box[1], box[2] - 1, box[3] - 1],
            "polygon" => [box[0], box[1], box[2], box[1], box[2], box[3], box[0], box[3]],
            _ => [.. box],
        };
        JsonElement first = await server.PostAsync(path, new { image = Scene.Png(0), shapes = new[] { new { type, points } }, states = Array.Empty<object>() });
        Assert.Equal(points, PointsOf(first.GetProperty("shapes")[0].GetProperty("points")));
        JsonElement state = first.GetProperty("states")[0];
        Assert.True(state.GetRawText().Length < 100, "CVAT sends states through the browser");

        JsonElement second = await server.PostAsync(path, new { image = Scene.Png(1), shapes = new object?[] { null }, states = new[] { state } });
        JsonElement shape = second.GetProperty("shapes")[0];
        Assert.Equal(type, shape.GetProperty("type").GetString());
        double[] moved = PointsOf(shape.GetProperty("points"));
        double[] bounds = type == "mask" ? moved[^4..] : [moved.Where((_, i) => i % 2 == 0).Min(), 0, moved.Where((_, i) => i % 2 == 0).Max(), 0];
        Assert.InRange(bounds[0], Scene.Box(1)[0] - 3, Scene.Box(1)[0] + 3);
        Assert.InRange(bounds[2], Scene.Box(1)[2] - 4, Scene.Box(1)[2] + 3);
        if (type == "mask") Assert.Equal((moved[^2] - moved[^4] + 1) * (moved[^1] - moved[^3] + 1), moved[..^4].Sum());
    }

    /// <summary>Versions that follow rectangles only send the points alone, the last shapes beside the states, and objects that began in
    /// different calls.</summary>
    [Fact]
    public async Task Bare_points_and_states_of_several_calls_are_taken()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        JsonElement one = await server.PostAsync("/", new { image = Scene.Png(0), shapes = new[] { Scene.Box(0) } });
        JsonElement other = await server.PostAsync("/", new { image = Scene.Png(0), shapes = new[] { new[] { 40, 4, 60, 14 } } });
        JsonElement both = await server.PostAsync("/", new
        {
            image = Scene.Png(1),
            shapes = new[] { Scene.Box(0), [40, 4, 60, 14] },
            states = new[] { one.GetProperty("states")[0], other.GetProperty("states")[0] },
        });
        Assert.Equal(2, both.GetProperty("shapes").GetArrayLength());
        Assert.All(both.GetProperty("shapes").EnumerateArray(), shape => Assert.Equal(4, shape.GetArrayLength()));
    }

    [Fact]
    public async Task A_call_that_comes_twice_is_one_step()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        JsonElement first = await server.PostAsync("/", new { image = Scene.Png(0), shapes = new[] { Scene.Box(0) } });
        var call = new { image = Scene.Png(1), shapes = new object?[] { null }, states = new[] { first.GetProperty("states")[0] } };
        string once = (await server.PostAsync("/", call)).GetRawText(), again = (await server.PostAsync("/", call)).GetRawText();
        Assert.Equal(once, again);
        Assert.Equal(2, server.Metrics.Frames);
    }

    [Fact]
    public async Task CVAT_finds_the_interactor_where_the_network_has_a_click_head()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(withClicks: true);
        JsonElement interactor = JsonDocument.Parse(await server.Client.GetStringAsync("/api/functions")).RootElement.GetProperty("livos-interactor");
        JsonElement annotations = interactor.GetProperty("metadata").GetProperty("annotations");
        Assert.Equal("interactor", annotations.GetProperty("type").GetString());
        // CVAT reads these as numbers; from version 2 on, its page shows masks.
        Assert.Equal(
            (2, 1, 0), (NumberOf(annotations, "version"), NumberOf(annotations, "min_pos_points"), NumberOf(annotations, "min_neg_points")));
        Assert.Equal("true", annotations.GetProperty("startswith_box_optional").GetString());
        Assert.False(annotations.TryGetProperty("startswith_box", out _), "or the first two points would be the box's");
        Assert.NotEmpty(annotations.GetProperty("help_message").GetString()!);
        Assert.NotEmpty(interactor.GetProperty("spec").GetProperty("description").GetString()!);
    }

    /// <summary>Points on the object, points beside it, a box of two corners in any order, and a box alone, each as the answer shows them.</summary>
    [Theory]
    [InlineData("[[20,20],[50,40]]", "[]", "null", "20,20 50,40", "3,3 35,30")]
    [InlineData("[[32,24]]", "[[32,24]]", "[[8,8],[56,40]]", "12,12 52,36", "32,24 4,4 60,44")]
    [InlineData("[]", "[]", "[[56,40],[8,8]]", "12,12 52,36 32,24", "4,4 60,44")]
    [InlineData("[[64,48]]", "[]", "null", "63,47", "32,24")]
    public async Task Clicks_and_boxes_become_a_mask(string positive, string negative, string box, string inside, string outside)
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(withClicks: true);
        JsonElement answer = await server.PostAsync(Invocations, new
        {
            image = Scene.Png(0),
            pos_points = JsonDocument.Parse(positive).RootElement,
            neg_points = JsonDocument.Parse(negative).RootElement,
            obj_bbox = JsonDocument.Parse(box).RootElement,
        });
        Assert.Equal(["mask"], answer.EnumerateObject().Select(member => member.Name));
        JsonElement[] rows = [.. answer.GetProperty("mask").EnumerateArray()];
        Assert.Equal(Scene.Height, rows.Length);
        Assert.All(rows, row => Assert.Equal(Scene.Width, row.GetArrayLength()));
        Assert.All(Points(inside), at => Assert.Equal(1, rows[at.Y][at.X].GetInt32()));
        Assert.All(Points(outside), at => Assert.Equal(0, rows[at.Y][at.X].GetInt32()));
    }

    /// <summary>nuclio tells the function's name; CVAT sends it to the dashboard.</summary>
    [Fact]
    public async Task The_name_of_the_function_decides()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(withClicks: true);
        server.Client.DefaultRequestHeaders.Add("x-nuclio-function-name", "livos-interactor");
        Assert.Contains("where it is not", await server.RefusalAsync(Invocations, new { image = Scene.Png(0), neg_points = new[] { new[] { 5, 5 } } }));
        Assert.Contains("pos_points, neg_points and obj_bbox", await server.RefusalAsync(
            Invocations, new { image = Scene.Png(0), pos_points = new[] { new[] { 5, 5 } }, obj_bbox = new[] { new[] { 1, 1 } } }));
    }

    /// <summary>The click head makes a mask of the rectangle, which is then followed; the shape stays a rectangle.</summary>
    [Fact]
    public async Task A_rectangle_is_cut_out_by_the_click_head()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync(withClicks: true);
        JsonElement first = await server.PostAsync("/", new { image = Scene.Png(0), shapes = new[] { Scene.Box(0) } });
        Assert.Equal(2, server.Metrics.Frames); // the mask, and the step
        JsonElement second = await server.PostAsync(
            "/", new { image = Scene.Png(1), shapes = new object?[] { null }, states = new[] { first.GetProperty("states")[0] } });
        Assert.Equal(4, second.GetProperty("shapes")[0].GetArrayLength());
    }

    [Fact]
    public async Task Bad_calls_are_refused_in_one_sentence()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        byte[] image = Scene.Png(0);
        (string Part, object Body, HttpStatusCode Status)[] bad =
        [
            ("image is missing", new { shapes = new[] { Scene.Box(0) } }, HttpStatusCode.BadRequest),
            ("0 shapes and states", new { image }, HttpStatusCode.BadRequest),
            ("neither a shape nor a state", new { image, shapes = new object?[] { null } }, HttpStatusCode.BadRequest),
            ("type is not", new { image, shapes = new[] { new { type = "ellipse", points = new[] { 1, 2, 3, 4 } } } }, HttpStatusCode.BadRequest),
            ("fitting points", new { image, shapes = new[] { new { type = "polygon", points = new[] { 1, 2, 3, 4 } } } }, HttpStatusCode.BadRequest),
            ("fitting points", new { image, shapes = new[] { new[] { 1e9, 0, 2, 3 } } }, HttpStatusCode.BadRequest),
            ("no pixel in the frame", new { image, shapes = new[] { new[] { 100, 100, 120, 120 } } }, HttpStatusCode.BadRequest),
            ("outside the frame", new { image, shapes = new[] { new { type = "mask", points = new[] { 0, 4, 63, 47, 64, 48 } } } }, HttpStatusCode.BadRequest),
            ("count 99 pixels", new { image, shapes = new[] { new { type = "mask", points = new[] { 0, 99, 0, 0, 1, 1 } } } }, HttpStatusCode.BadRequest),
            ("none of this server's", new { image, states = new[] { new { other = 1 } } }, HttpStatusCode.BadRequest),
            ("no such session", new { image, states = new[] { new { session = "guessed", @object = 1 } } }, HttpStatusCode.NotFound),
            ("no click head", new { image, pos_points = new[] { new[] { 5, 5 } }, neg_points = Array.Empty<int[]>() }, HttpStatusCode.NotImplemented),
        ];
        foreach ((string part, object body, HttpStatusCode status) in bad) Assert.Contains(part, await server.RefusalAsync("/", body, status));
        Assert.Equal((0, 0L), (server.Sessions.Count, server.Sessions.Bytes));
    }

    private static int NumberOf(JsonElement annotations, string name) => int.Parse(annotations.GetProperty(name).GetString()!);

    private static (int X, int Y)[] Points(string text) =>
        [.. text.Split(' ').Select(point => (int.Parse(point.Split(',')[0]), int.Parse(point.Split(',')[1])))];

    private static double[] PointsOf(JsonElement points) => [.. points.EnumerateArray().Select(point => point.GetDouble())];
}
