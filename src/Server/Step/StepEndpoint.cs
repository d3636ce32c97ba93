using LiVOS.Media;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary><c>POST /v1/step</c>: a frame in, its mask out.</summary>
/// <param name="engine">What computes.</param>
internal sealed class StepEndpoint(MaskEngine engine)
{
    /// <summary>The header with the session's name, in answers and requests.</summary>
    public const string SessionHeader = "Livos-Session";

    private const long LargestBody = 64 << 20;

    /// <summary>Answers a frame.</summary>
    public async Task StepAsync(HttpContext context)
    {
        RequestBody.Limit(context, LargestBody);
        using RequestRoom.Place room = engine.Room.Take(2 * Math.Min(LargestBody, context.Request.ContentLength ?? LargestBody));
        StepRequest request = await StepRequest.ReadAsync(context);
        Picture picture = FrameBody.Decode(request.Frame!, "frame", room);
        IndexMask? mask = MaskOf(request, picture);
        bool isNew = request.Session is null;
        if (isNew && mask is null) throw new RequestException("The first frame of a session needs a mask; send the form's 'frame' and 'mask'.");
        StepSession session = isNew ? new StepSession(engine, picture.Width, picture.Height) : engine.Sessions.Get<StepSession>(request.Session);
        if (isNew) engine.Sessions.Add(session);
        try
        {
            using ServerSession.Turn turn = await session.EnterAsync(context.RequestAborted);
            await AnswerAsync(context, session.Id, await session.Tracker.StepAsync(picture, mask, waits: false, turn.Ended));
        }
        catch (Exception) when (isNew)
        {
            await engine.Sessions.CloseAsync(session.Id); // nobody knows its name
            throw;
        }
    }

    /// <summary>Closes a session.</summary>
    public async Task CloseAsync(HttpContext context)
    {
        engine.Sessions.Get<StepSession>(context.Request.RouteValues["session"] as string);
        await engine.Sessions.CloseAsync(context.Request.RouteValues["session"] as string);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static IndexMask? MaskOf(StepRequest request, Picture picture)
    {
        IndexMask? mask = request.MaskFile is { Length: > 0 } file ? MaskBody.OfPng(file, "mask")
            : request.Mask is { ValueKind: not System.Text.Json.JsonValueKind.Null } json ? MaskBody.OfJson(json, picture.Width, picture.Height)
            : null;
        // White on black is one object, whose id is 1.
        return mask is { Format: not MaskFormat.Indexed, ObjectIds: [255] } ? MaskBody.Only(mask, 1) : mask;
    }

    private static async Task AnswerAsync(HttpContext context, string session, LabelMask mask)
    {
        context.Response.Headers[SessionHeader] = session;
        if (context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase))
        {
            var objects = ShownObject.Of(mask).Select(shown =>
                new StepObject(shown.Id, shown.Area, [shown.Box.Left, shown.Box.Top, shown.Box.Width, shown.Box.Height], RunLengths.Of(mask, shown.Label)));
            await JsonAnswer.WriteAsync(context, new StepAnswer(session, [.. objects]), ServerJson.Default.StepAnswer);
            return;
        }

        using var png = new MemoryStream();
        Png.WriteMask(png, mask, "mask");
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = png.Length;
        await context.Response.Body.WriteAsync(png.GetBuffer().AsMemory(0, (int)png.Length), context.RequestAborted);
    }
}

/// <summary>A frame's masks.</summary>
internal sealed record StepAnswer(string Session, StepObject[] Objects);

/// <summary>An object in a frame.</summary>
internal sealed record StepObject(int Id, int Area, int[] Bbox, RunLengths Segmentation);
