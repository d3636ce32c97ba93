using System.Buffers;
using System.Text.Json;
using LiVOS.Media;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary><c>POST /</c> and <c>POST /api/function_invocations</c>: CVAT's functions, as nuclio would answer.</summary>
/// <param name="engine">What computes.</param>
/// <param name="tracker">Follows shapes.</param>
/// <param name="interactor">Makes masks of clicks.</param>
internal sealed class CvatEndpoint(MaskEngine engine, CvatTracker tracker, CvatInteractor interactor)
{
    private const long LargestBody = 268435456;

    /// <summary>Answers a call.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        RequestBody.Limit(context, LargestBody);
        using RequestRoom.Place room = engine.Room.Take(2 * Math.Min(LargestBody, context.Request.ContentLength ?? LargestBody));
        CvatRequest request = await RequestBody.ReadJsonAsync(context, ServerJson.Default.CvatRequest);
        Picture picture = FrameBody.Decode(request.Image ?? throw new RequestException("image is missing."), "image", room);
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            if (IsInteraction(context, request)) WriteMask(json, await interactor.MaskAsync(request, picture, context.RequestAborted));
            else WriteShapes(json, await tracker.TrackAsync(request, picture, context.RequestAborted));
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    private static bool IsInteraction(HttpContext context, CvatRequest request) => context.Request.Headers["x-nuclio-function-name"].ToString() switch
    {
        CvatFunctions.Interactor => true,
        CvatFunctions.Tracker => false,
        _ => request.PosPoints is not null,
    };

    private static void WriteShapes(Utf8JsonWriter json, (CvatShape Shape, string Session, int Id)[] objects)
    {
        json.WriteStartObject();
        json.WriteStartArray("shapes");
        foreach ((CvatShape shape, _, _) in objects) shape.Write(json);
        json.WriteEndArray();
        json.WriteStartArray("states");
        foreach ((_, string session, int id) in objects)
        {
            json.WriteStartObject();
            json.WriteString("session", session);
            json.WriteNumber("object", id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMask(Utf8JsonWriter json, IndexMask mask)
    {
        json.WriteStartObject();
        json.WriteStartArray("mask");
        for (int y = 0; y < mask.Height; y++)
        {
            json.WriteStartArray();
            for (int x = 0; x < mask.Width; x++) json.WriteNumberValue(mask.Ids[y * mask.Width + x] == 0 ? 0 : 1);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
