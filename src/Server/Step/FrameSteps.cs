using LiVOS.Media;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>Frames one by one, by whichever way they come.</summary>
/// <param name="engine">What computes.</param>
internal sealed class FrameSteps(MaskEngine engine)
{
    /// <summary>The most bytes of a request.</summary>
    public const int LargestRequest = 64 << 20;

    /// <summary>Takes a frame. A session that it begins stays open only if it is answered.</summary>
    /// <param name="request">The frame.</param>
    /// <param name="room">The request's memory.</param>
    /// <param name="answer">Sends the session's name and the frame's mask.</param>
    /// <param name="cancellation">Gives the frame up before it is computed.</param>
    /// <exception cref="RequestException">Something is wrong with the frame or its mask, or does not fit.</exception>
    public async Task StepAsync(StepRequest request, RequestRoom.Place room, Func<string, LabelMask, Task> answer, CancellationToken cancellation)
    {
        if (request.Frame is not { Length: > 0 })
            throw new RequestException("There is no frame; send a picture as 'frame', or by HTTP as the body.");
        Picture picture = FrameBody.Decode(request.Frame, "frame", room);
        IndexMask? mask = MaskOf(request, picture);
        bool isNew = request.Session is null;
        if (isNew && mask is null) throw new RequestException("The first frame of a session needs a mask; send 'frame' and 'mask'.");
        StepSession session = isNew ? new StepSession(engine, picture.Width, picture.Height) : engine.Sessions.Get<StepSession>(request.Session);
        if (isNew) engine.Sessions.Add(session);
        try
        {
            using ServerSession.Turn turn = await session.EnterAsync(cancellation);
            await answer(session.Id, await session.Tracker.StepAsync(picture, mask, waits: false, turn.Ended));
        }
        catch (Exception) when (isNew)
        {
            await engine.Sessions.CloseAsync(session.Id); // nobody knows its name
            throw;
        }
    }

    /// <summary>Closes a session.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public Task CloseAsync(string? session) => engine.Sessions.CloseAsync(engine.Sessions.Get<StepSession>(session).Id);

    private static IndexMask? MaskOf(StepRequest request, Picture picture)
    {
        IndexMask? mask = request.MaskFile is { Length: > 0 } file ? MaskBody.OfPng(file, "mask")
            : request.Mask is { ValueKind: not System.Text.Json.JsonValueKind.Null } json ? MaskBody.OfJson(json, picture.Width, picture.Height)
            : null;
        // White on black is one object, whose id is 1.
        return mask is { Format: not MaskFormat.Indexed, ObjectIds: [255] } ? MaskBody.Only(mask, 1) : mask;
    }
}
