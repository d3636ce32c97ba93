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

    private readonly FrameSteps _steps = new(engine);

    /// <summary>Answers a frame.</summary>
    public async Task StepAsync(HttpContext context)
    {
        RequestBody.Limit(context, FrameSteps.LargestRequest);
        long bytes = Math.Min(FrameSteps.LargestRequest, context.Request.ContentLength ?? FrameSteps.LargestRequest);
        using RequestRoom.Place room = engine.Room.Take(2 * bytes);
        StepRequest request = await StepRequest.ReadAsync(context);
        await _steps.StepAsync(request, room, (session, mask) => AnswerAsync(context, session, mask), context.RequestAborted);
    }

    /// <summary>Closes a session.</summary>
    public async Task CloseAsync(HttpContext context)
    {
        await _steps.CloseAsync(context.Request.RouteValues["session"] as string);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task AnswerAsync(HttpContext context, string session, LabelMask mask)
    {
        context.Response.Headers[SessionHeader] = session;
        if (context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase))
        {
            await JsonAnswer.WriteAsync(context, StepAnswer.Of(session, mask), ServerJson.Default.StepAnswer);
            return;
        }

        byte[] png = MaskBody.FileOf(mask);
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = png.Length;
        await context.Response.Body.WriteAsync(png, context.RequestAborted);
    }
}
