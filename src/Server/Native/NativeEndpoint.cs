using System.Text.Json;
using LiVOS.Media;
using LiVOS.Video;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary><c>POST /v1/request</c>: SAM 3's requests.</summary>
/// <param name="engine">What computes.</param>
/// <param name="prompter">Makes masks of clicks.</param>
/// <param name="folders">The clips that may be opened.</param>
internal sealed class NativeEndpoint(MaskEngine engine, Prompter prompter, ResourceFolders folders)
{
    private const string Types = "start_session, add_prompt, propagate_in_video, remove_object, reset_session and close_session";

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        NativeRequest request = await RequestBody.ReadJsonAsync(context, ServerJson.Default.NativeRequest);
        await (request.Type switch
        {
            "start_session" => StartAsync(context, request),
            "add_prompt" => PromptAsync(context, request),
            "propagate_in_video" => PropagateAsync(context, request),
            "remove_object" => ChangeAsync(context, request, session => session.Remove(IdOf(request))),
            "reset_session" => ChangeAsync(context, request, Reset),
            "close_session" => CloseAsync(context, request),
            _ => throw new RequestException($"There is no request of this type; there are {Types}."),
        });
    }

    private static bool Reset(ClipSession session)
    {
        session.Reset();
        return true;
    }

    private static int IdOf(NativeRequest request) => request.ObjId is >= 1 and <= byte.MaxValue and int id ? id
        : throw new RequestException($"obj_id must be a number from 1 to {byte.MaxValue}.");

    private async Task StartAsync(HttpContext context, NativeRequest request)
    {
        VideoClip clip = await folders.OpenAsync(request.ResourcePath, context.RequestAborted);
        var session = new ClipSession(clip);
        try
        {
            engine.Sessions.Add(session);
        }
        catch (RequestException)
        {
            await session.DisposeAsync();
            throw;
        }

        int? count = clip.Frames.Count == int.MaxValue ? null : clip.Frames.Count;
        await JsonAnswer.WriteAsync(context, new NativeSession(session.Id, count, session.Width, session.Height), ServerJson.Default.NativeSession);
    }

    private async Task PromptAsync(HttpContext context, NativeRequest request)
    {
        ClipSession session = engine.Sessions.Get<ClipSession>(request.SessionId);
        using ServerSession.Turn turn = await session.EnterAsync(context.RequestAborted);
        int frame = request.FrameIndex ?? throw new RequestException("frame_index is missing.");
        session.RequireFrame(frame);
        if (!string.IsNullOrEmpty(request.Text)) throw Prompter.NoWords("send points on the object, a box around it, or its mask");
        IndexMask mask = await MaskOf(session, request, frame, turn.Ended);
        await engine.ReserveAsync(session, Math.Max(session.Bytes, session.OwnBytes + (2L * sizeof(int) * session.Width * session.Height)));
        session.Set(frame, mask);
        await JsonAnswer.WriteAsync(context, new NativeFrame(frame, NativeOutputs.Of(MaskBody.Labels(mask))), ServerJson.Default.NativeFrame);
    }

    private async Task<IndexMask> MaskOf(ClipSession session, NativeRequest request, int frame, CancellationToken cancellation)
    {
        IndexMask mask;
        if (request.Mask is { ValueKind: not JsonValueKind.Null } json)
        {
            mask = MaskBody.OfJson(json, session.Width, session.Height);
            if (request.ObjId is not null || json.ValueKind == JsonValueKind.Object) mask = MaskBody.Only(mask, IdOf(request));
        }
        else if (request.Points is null && request.BoundingBoxes is null)
        {
            throw new RequestException("There is no prompt; give mask, points or bounding_boxes.");
        }
        else
        {
            if (request.BoundingBoxLabels?.Any(label => label != 1) == true)
                throw new RequestException("A box beside the object cannot be used; send points with label 0 there.");
            var prompts = NativePrompts.Of(IdOf(request), request.Points, request.PointLabels, request.BoundingBoxes, session.Width, session.Height);
            using RequestRoom.Place room = engine.Room.Take(3L * session.Width * session.Height);
            mask = await prompter.MaskAsync(await session.ReadAsync(frame, cancellation), [prompts], cancellation);
        }

        if (mask.ObjectIds.Count == 0) throw new RequestException("The prompt shows no object; click at other places of it, or send another mask.");
        if (mask.ObjectIds[^1] > byte.MaxValue) throw new RequestException($"The mask has id {mask.ObjectIds[^1]}; ids are 1 to {byte.MaxValue}.");
        return mask;
    }

    private async Task PropagateAsync(HttpContext context, NativeRequest request)
    {
        ClipSession session = engine.Sessions.Get<ClipSession>(request.SessionId);
        using ServerSession.Turn turn = await session.EnterAsync(context.RequestAborted);
        string direction = request.PropagationDirection ?? "both";
        if (direction is not ("both" or "forward" or "backward"))
            throw new RequestException("propagation_direction must be both, forward or backward.");
        if (request.MaxFrameNumToTrack is < 0) throw new RequestException("max_frame_num_to_track must not be negative.");
        var propagation = new Propagation(engine, session);
        int start = request.StartFrameIndex ?? propagation.FirstMasked;
        session.RequireFrame(start);
        _ = propagation.FirstMasked;
        using EventStream events = await EventStream.StartAsync(context);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(turn.Ended, events.Ended);
        try
        {
            foreach (bool backward in direction == "both" ? [false, true] : (bool[])[direction == "backward"])
                await foreach ((int frame, LabelMask mask) in propagation.RunAsync(backward, start, request.MaxFrameNumToTrack ?? int.MaxValue, ended.Token))
                    await events.SendAsync(null, new NativeFrame(frame, NativeOutputs.Of(mask)), ServerJson.Default.NativeFrame);
            await events.SendAsync("done", new NativeSuccess(true), ServerJson.Default.NativeSuccess);
        }
        catch (RequestException error)
        {
            await events.SendAsync("error", new EventError(error.Message), ServerJson.Default.EventError);
        }
        catch (OperationCanceledException) when (!events.Ended.IsCancellationRequested)
        {
            await events.SendAsync("error", new EventError("The session was closed."), ServerJson.Default.EventError);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the server ends.
        }
    }

    private async Task ChangeAsync(HttpContext context, NativeRequest request, Func<ClipSession, bool> change)
    {
        ClipSession session = engine.Sessions.Get<ClipSession>(request.SessionId);
        using ServerSession.Turn turn = await session.EnterAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, new NativeSuccess(change(session)), ServerJson.Default.NativeSuccess);
    }

    /// <summary>Closing what is closed is no fault (SAM 3 has it so).</summary>
    private async Task CloseAsync(HttpContext context, NativeRequest request)
    {
        await engine.Sessions.CloseAsync(request.SessionId);
        await JsonAnswer.WriteAsync(context, new NativeSuccess(true), ServerJson.Default.NativeSuccess);
    }
}

/// <summary>A stream's fault.</summary>
internal sealed record EventError(string Error);
