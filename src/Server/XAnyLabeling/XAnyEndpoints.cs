using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiVOS.Media;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>X-AnyLabeling-Server's endpoints.</summary>
/// <param name="engine">What computes.</param>
/// <param name="prompter">Makes masks of clicks.</param>
internal sealed class XAnyEndpoints(MaskEngine engine, Prompter prompter)
{
    /// <summary>The model's name.</summary>
    public const string Model = "livos";

    private const long LargestBody = 268435456;
    private const int AnonymousObject = 99999;
    private const double MostFineness = 0.1;

    private readonly ConcurrentDictionary<string, XAnyClip> _clips = new();

    private static XAnyModel Description { get; } = new(
        Model, "LiVOS", "video",
        [
            new("button_add_point", null), new("button_remove_point", null), new("button_clear", null), new("button_finish_object", null),
            new("mask_fineness_slider", 10), new("mask_fineness_value_label", null), new("toggle_preserve_existing_annotations", 0),
        ],
        new XAnyParams(0.001), ["video", "point"]);

    /// <summary><c>GET /v1/models</c></summary>
    public Task ModelsAsync(HttpContext context) => SucceedAsync(
        context, new Dictionary<string, XAnyModel> { [Model] = Description }, ServerJson.Default.XAnySuccessDictionaryStringXAnyModel);

    /// <summary><c>GET /v1/models/{model}/info</c></summary>
    public Task ModelAsync(HttpContext context) => AnswerAsync(context, "MODEL_NOT_FOUND", () =>
    {
        RequireModel(context.Request.RouteValues["model"] as string);
        return SucceedAsync(context, Description, ServerJson.Default.XAnySuccessXAnyModel);
    });

    /// <summary><c>POST /v1/video/init</c></summary>
    public Task InitAsync(HttpContext context) => AnswerAsync(context, "INIT_ERROR", async () =>
    {
        RequestBody.Limit(context, LargestBody);
        using RequestRoom.Place room = engine.Room.Take(2 * Math.Min(LargestBody, context.Request.ContentLength ?? LargestBody));
        XAnyInit request = await RequestBody.ReadJsonAsync(context, ServerJson.Default.XAnyInit);
        RequireModel(request.Model);
        if (request.Frames is not { Length: > 0 }) throw new XAnyException("MISSING_FRAMES", "Frames are required");
        if (request.StartFrameIndex is < 0 or > 1_000_000_000) throw new RequestException("start_frame_index is out of range.");
        byte[][] files = [.. request.Frames.Select(frame => frame.File)];
        (int width, int height) = FrameBody.SizeOf(files[0], "frame 0");
        long bytes = files.Sum(file => (long)file.Length);
        var session = new ClipSession(new FramesClip(files, width, height), bytes);
        engine.Sessions.Add(session);
        try
        {
            engine.Sessions.Reserve(session, bytes);
        }
        catch (RequestException)
        {
            await engine.Sessions.CloseAsync(session.Id);
            throw;
        }

        session.Closed = () => _clips.TryRemove(session.Id, out _);
        _clips[session.Id] = new XAnyClip(session, request.StartFrameIndex, files);
        await SucceedAsync(context, new XAnySession(session.Id, files.Length, request.StartFrameIndex), ServerJson.Default.XAnySuccessXAnySession);
    });

    /// <summary><c>POST /v1/video/prompt</c></summary>
    public Task PromptAsync(HttpContext context) => AnswerAsync(context, "PROMPT_ERROR", async () =>
    {
        XAnyPrompt request = await RequestBody.ReadJsonAsync(context, ServerJson.Default.XAnyPrompt);
        RequireModel(request.Model);
        XAnyClip clip = Find(request.SessionId);
        using ServerSession.Turn turn = await clip.Session.EnterAsync(context.RequestAborted);
        if (!string.IsNullOrEmpty(request.TextPrompt)) throw new RequestException("This network knows no words; click on the object.");
        int frame = request.FrameIndex - clip.StartFrame, id = clip.IdOf(request.ObjId ?? AnonymousObject);
        byte[] file = clip.FileOf(frame);
        if (request.Params?.EpsilonFactor is double fineness) clip.Fineness = Math.Clamp(fineness, 0, MostFineness);
        IndexMask mask = request.Mask is { ValueKind: not JsonValueKind.Null } json
            ? MaskBody.Only(MaskBody.OfJson(json, clip.Session.Width, clip.Session.Height), id)
            : await ClickedAsync(clip, request, file, id, turn.Ended);
        if (mask.ObjectIds.Count > 0)
        {
            engine.Sessions.Reserve(
                clip.Session, Math.Max(clip.Session.Bytes, clip.Session.OwnBytes + 2L * sizeof(int) * clip.Session.Width * clip.Session.Height));
            clip.Session.Set(frame, mask);
        }

        byte[] labels = [.. mask.Ids.Select(each => each == 0 ? (byte)0 : (byte)1)];
        XAnyShape[] shapes = clip.ShapesOf(new LabelMask(mask.Width, mask.Height, labels, [0, id], MaskFormat.Indexed));
        await SucceedAsync(context, new XAnyPrompted(request.FrameIndex, shapes, shapes.Length), ServerJson.Default.XAnySuccessXAnyPrompted);
    });

    /// <summary><c>POST /v1/video/propagate/stream</c></summary>
    public Task PropagateAsync(HttpContext context) => AnswerAsync(context, "PROPAGATION_ERROR", async () =>
    {
        XAnyPropagation request = await RequestBody.ReadJsonAsync(context, ServerJson.Default.XAnyPropagation);
        RequireModel(request.Model);
        using EventStream events = await EventStream.StartAsync(context);
        try
        {
            XAnyClip clip = Find(request.SessionId);
            using ServerSession.Turn turn = await clip.Session.EnterAsync(context.RequestAborted);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(turn.Ended, events.Ended);
            await PropagateAsync(clip, request, events, ended.Token);
        }
        catch (RequestException error)
        {
            await events.SendAsync(null, new XAnyStreamError("error", error.Message), ServerJson.Default.XAnyStreamError);
        }
        catch (OperationCanceledException) when (events.Ended.IsCancellationRequested)
        {
            // X-AnyLabeling stops a run by closing the connection.
        }
        catch (OperationCanceledException)
        {
            await events.SendAsync(null, new XAnyStreamError("error", "The session was closed."), ServerJson.Default.XAnyStreamError);
        }
    });

    /// <summary><c>POST /v1/video/cleanup/{session}</c></summary>
    public Task CleanupAsync(HttpContext context) => AnswerAsync(context, "CLEANUP_ERROR", async () =>
    {
        RequireModel(context.Request.Query["model"]);
        XAnyClip clip = Find(context.Request.RouteValues["session"] as string);
        await engine.Sessions.CloseAsync(clip.Session.Id);
        await SucceedAsync(context, new XAnyMessage($"Session {clip.Session.Id} cleaned up"), ServerJson.Default.XAnySuccessXAnyMessage);
    });

    private static void RequireModel(string? model)
    {
        if (string.IsNullOrEmpty(model)) throw new XAnyException("MISSING_MODEL", "Model ID is required");
        if (model != Model) throw new XAnyException("MODEL_NOT_FOUND", $"There is no model of this name; there is {Model}.");
    }

    private static Task SucceedAsync<T>(HttpContext context, T data, JsonTypeInfo<XAnySuccess<T>> type) =>
        JsonAnswer.WriteAsync(context, new XAnySuccess<T>(data), type);

    /// <summary>X-AnyLabeling's client reads <c>success</c>, not the status. That the server is full, it is told by the status.</summary>
    private static async Task AnswerAsync(HttpContext context, string code, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (XAnyException error)
        {
            await FailAsync(error.Code, error.Message);
        }
        catch (RequestException error) when (error.Status < StatusCodes.Status503ServiceUnavailable && !context.Response.HasStarted)
        {
            await FailAsync(error.Status == StatusCodes.Status404NotFound ? "SESSION_NOT_FOUND" : code, error.Message);
        }

        Task FailAsync(string name, string message) =>
            JsonAnswer.WriteAsync(context, new XAnyFailure(new XAnyError(name, message)), ServerJson.Default.XAnyFailure);
    }

    private XAnyClip Find(string? id)
    {
        if (string.IsNullOrEmpty(id)) throw new RequestException("Session ID is required");
        return _clips.GetValueOrDefault(id) ?? throw ServerSession.NotThere();
    }

    private async Task<IndexMask> ClickedAsync(XAnyClip clip, XAnyPrompt request, byte[] file, int id, CancellationToken cancellation)
    {
        if (request.Points is not { Length: > 0 }) throw new XAnyException("MISSING_PROMPT", "Text prompt or points are required");
        var prompts = NativePrompts.Of(id, request.Points, request.PointLabels, null, clip.Session.Width, clip.Session.Height);
        using RequestRoom.Place room = engine.Room.Take(0);
        return await prompter.MaskAsync(FrameBody.Decode(file, "frame", room), [prompts], cancellation);
    }

    private async Task PropagateAsync(XAnyClip clip, XAnyPropagation request, EventStream events, CancellationToken cancellation)
    {
        var propagation = new Propagation(engine, clip.Session);
        int start = request.StartFrame is int given ? given - clip.StartFrame : propagation.FirstMasked;
        int last = request.EndFrame is int end ? end - clip.StartFrame : clip.Count - 1;
        clip.Session.RequireFrame(start);
        _ = propagation.FirstMasked;
        await events.SendAsync(null, new XAnyStarted("started", clip.Count, clip.StartFrame), ServerJson.Default.XAnyStarted);
        var results = new Dictionary<string, XAnyFrame>();
        await foreach ((int frame, LabelMask mask) in propagation.RunAsync(backward: false, start, Math.Max(0, last - start), cancellation))
        {
            int number = frame + clip.StartFrame;
            results[$"{number}"] = new XAnyFrame(clip.ShapesOf(mask));
            var progress = new XAnyProgress("progress", number, clip.Count, (double)results.Count / clip.Count);
            await events.SendAsync(null, progress, ServerJson.Default.XAnyProgress);
        }

        await events.SendAsync(null, new XAnyCompleted("completed", results), ServerJson.Default.XAnyCompleted);
    }

    /// <summary>A failure with one of the server's own codes.</summary>
    private sealed class XAnyException(string code, string message) : Exception(message)
    {
        public string Code => code;
    }
}
