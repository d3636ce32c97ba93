using System.Text.Json;
using System.Text.Json.Serialization;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiVOS.Server;

/// <summary>A frame, and its mask where it brings one.</summary>
internal record StepRequest
{
    /// <summary>The file of the frame.</summary>
    [JsonConverter(typeof(Base64Picture))]
    public byte[]? Frame { get; init; }

    /// <summary>A mask in JSON.</summary>
    public JsonElement? Mask { get; init; }

    /// <summary>The file of a mask.</summary>
    [JsonIgnore]
    public byte[]? MaskFile { get; init; }

    /// <summary>The session; null to begin one.</summary>
    public string? Session { get; init; }

    /// <summary>Reads a request: a picture, a form with the files <c>frame</c> and <c>mask</c>, or JSON.</summary>
    public static async Task<StepRequest> ReadAsync(HttpContext context)
    {
        string? session = context.Request.Query["session"].FirstOrDefault() ?? context.Request.Headers[StepEndpoint.SessionHeader].FirstOrDefault();
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type);
        StepRequest request = type?.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/json" => await RequestBody.ReadJsonAsync(context, ServerJson.Default.StepRequest),
            "multipart/form-data" => await ReadFormAsync(context),
            _ => new StepRequest { Frame = await RequestBody.ReadAsync(context) },
        };
        return request with { Session = session ?? request.Session };
    }

    private static async Task<StepRequest> ReadFormAsync(HttpContext context)
    {
        var request = new StepRequest();
        await foreach (FormPart part in FormBody.PartsAsync(context, context.RequestAborted))
        {
            using var bytes = new MemoryStream();
            await FormBody.CopyAsync(part, bytes, context.RequestAborted);
            request = part.Name switch
            {
                "frame" => request with { Frame = bytes.ToArray() },
                "mask" => request with { MaskFile = bytes.ToArray() },
                _ => request,
            };
        }

        return request;
    }
}
