using System.Text.Json;
using LiVOS.Media;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>X-AnyLabeling-Server's endpoints for clips.</summary>
/// <param name="engine">What computes.</param>
/// <param name="prompter">Makes masks of clicks.</param>
/// <param name="models">The models.</param>
/// <param name="clips">The clips.</param>
internal sealed class XAnyVideo(MaskEngine engine, Prompter prompter, XAnyModels models, XAnyClips clips)
{
    private const long LargestBody = 268435456;
    private const int AnonymousObject = 99999;

    /// <summary><c>POST /v1/video/init</c></summary>
    public Task InitAsync(HttpContext context) => XAnyAnswer.OrFailureAsync(context, "INIT_ERROR", async () =>
    {
        RequestBody.Limit(context, LargestBody);
        using RequestRoom.Place room = engine.Room.Take(2 * Math.Min(LargestBody, context.Request.ContentLength ?? LargestBody));
        XAnyInit request = await RequestBody.ReadJsonAsync(context, ServerJson.Default.XAnyInit);
        models.RequireFollower(request.Model);
        if (request.Frames is not { Length: > 0 }) throw new XAnyException("MISSING_FRAMES", "Frames are required");
        if (request.StartFrameIndex is < 0 or > 1_000_000_000) throw new RequestException("start_frame_index is out of range.");
        byte[][] files = [.. request.Frames.Select(frame => frame.File)];
        (int width, int height) = SizeOf(files);
        long bytes = files.Sum(file => (long)file.Length);
        var session = new ClipSession(new FramesClip(files, width, height), bytes);
        engine.Sessions.Add(session);
        try
        {
            await engine.ReserveAsync(session, bytes);
        }
        catch (RequestException)
        {
            await engine.Sessions.CloseAsync(session.Id);
            throw;
        }

        clips.Add(new XAnyClip(session, request.StartFrameIndex, files));
        await XAnyAnswer.SucceedAsync(
            context, new XAnySession(session.Id, files.Length, request.StartFrameIndex), ServerJson.Default.XAnySuccessXAnySession);
    });

    /// <summary><c>POST /v1/video/prompt</c></summary>
    public Task PromptAsync(HttpContext context) => XAnyAnswer.OrFailureAsync(context, "PROMPT_ERROR", async () =>
    {
        XAnyPrompt request = await RequestBody.ReadJsonAsync(context, ServerJson.Default.XAnyPrompt);
        XAnyClip clip = clips.Get(request.SessionId);
        models.RequireFollower(request.Model);
        using ServerSession.Turn turn = await clip.Session.EnterAsync(context.RequestAborted);
        if (!string.IsNullOrEmpty(request.TextPrompt)) throw Prompter.NoWords("click on the object");
        if (request.ObjId is < 0 or > 1_000_000_000) throw new RequestException("obj_id is out of range.");
        int frame = request.FrameIndex - clip.StartFrame;
        byte[] file = clip.FileOf(frame);
        int id = clip.IdOf(request.ObjId ?? AnonymousObject);
        clip.Fineness = XAnyClip.Limited(request.Params?.EpsilonFactor ?? clip.Fineness);
        IndexMask mask = request.Mask is { ValueKind: not JsonValueKind.Null } json
            ? MaskBody.Only(MaskBody.OfJson(json, clip.Session.Width, clip.Session.Height), id)
            : await ClickedAsync(clip, request, file, id, turn.Ended);
        if (mask.ObjectIds.Count > 0)
        {
            await engine.ReserveAsync(
                clip.Session, Math.Max(clip.Session.Bytes, clip.Session.OwnBytes + 2L * sizeof(int) * clip.Session.Width * clip.Session.Height));
            clip.Session.Set(frame, mask);
        }

        XAnyShape[] shapes = clip.ShapesOf(MaskBody.Labels(mask));
        await XAnyAnswer.SucceedAsync(
            context, new XAnyPrompted(request.FrameIndex, shapes, shapes.Length), ServerJson.Default.XAnySuccessXAnyPrompted);
    });

    /// <summary><c>POST /v1/video/propagate/stream</c></summary>
    public Task PropagateAsync(HttpContext context) => XAnyAnswer.OrFailureAsync(context, "PROPAGATION_ERROR", async () =>
    {
        XAnyPropagation request = await RequestBody.ReadJsonAsync(context, ServerJson.Default.XAnyPropagation);
        models.RequireFollower(request.Model);
        using EventStream events = await EventStream.StartAsync(context);
        try
        {
            XAnyClip clip = clips.Get(request.SessionId);
            using ServerSession.Turn turn = await clip.Session.EnterAsync(context.RequestAborted);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(turn.Ended, events.Ended);
            await StreamAsync(clip, new XAnyRun(engine, clip, request), events, ended.Token);
        }
        catch (Exception error) when (error is RequestException or XAnyException)
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
    public Task CleanupAsync(HttpContext context) => XAnyAnswer.OrFailureAsync(context, "SESSION_NOT_FOUND", async () =>
    {
        models.RequireFollower(context.Request.Query["model"]);
        XAnyClip clip = clips.Get(context.Request.RouteValues["session"] as string);
        await engine.Sessions.CloseAsync(clip.Session.Id);
        await XAnyAnswer.SucceedAsync(context, new XAnyMessage($"Session {clip.Session.Id} cleaned up"), ServerJson.Default.XAnySuccessXAnyMessage);
    });

    /// <summary>The size of all frames.</summary>
    private static (int Width, int Height) SizeOf(byte[][] files)
    {
        (int Width, int Height) first = default;
        foreach ((int i, byte[] file) in files.Index())
        {
            try
            {
                (int Width, int Height) size = FrameBody.SizeOf(file, $"frame {i}");
                if (i == 0) first = size;
                else if (size != first)
                    throw new RequestException($"Frame {i} is {size.Width}x{size.Height}, but frame 0 is {first.Width}x{first.Height}; send one size.");
            }
            catch (RequestException error)
            {
                throw new XAnyException("INVALID_FRAME", error.Message);
            }
        }

        return first;
    }

    private static async Task StreamAsync(XAnyClip clip, XAnyRun run, EventStream events, CancellationToken cancellation)
    {
        await events.SendAsync(null, new XAnyStarted("started", clip.Count, clip.StartFrame), ServerJson.Default.XAnyStarted);
        var results = new Dictionary<string, XAnyFrame>();
        await foreach ((int number, XAnyFrame frame) in run.FramesAsync(cancellation))
        {
            results[$"{number}"] = frame;
            var progress = new XAnyProgress("progress", number, clip.Count, (double)results.Count / clip.Count);
            await events.SendAsync(null, progress, ServerJson.Default.XAnyProgress);
        }

        await events.SendAsync(null, new XAnyCompleted("completed", results), ServerJson.Default.XAnyCompleted);
    }

    private async Task<IndexMask> ClickedAsync(XAnyClip clip, XAnyPrompt request, byte[] file, int id, CancellationToken cancellation)
    {
        if (request.Points is not { Length: > 0 }) throw new XAnyException("MISSING_PROMPT", "Text prompt or points are required");
        var prompts = NativePrompts.Of(id, request.Points, request.PointLabels, null, clip.Session.Width, clip.Session.Height);
        using RequestRoom.Place room = engine.Room.Take(0);
        return await prompter.MaskAsync(FrameBody.Decode(file, "frame", room), [prompts], cancellation);
    }
}
