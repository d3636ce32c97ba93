using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LiVOS.Web;

/// <summary>Reads the bodies of requests.</summary>
public static class RequestBody
{
    /// <summary>Sets the largest body of a request, before it is read. A larger one is answered with 413.</summary>
    /// <param name="context">The request.</param>
    /// <param name="bytes">The most bytes.</param>
    public static void Limit(HttpContext context, long bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = bytes;
    }

    /// <summary>Reads a body as it is.</summary>
    /// <param name="context">The request.</param>
    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        // What a client says of the length is no reason to set that much aside.
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, 1 << 20));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    /// <summary>Reads a body of JSON.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">What it says.</param>
    /// <exception cref="RequestException">It is not such JSON.</exception>
    public static async Task<T> ReadJsonAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted)
                ?? throw new RequestException("The request's body is null, not a JSON object.");
        }
        catch (JsonException error)
        {
            throw NotExpected(error);
        }
    }

    /// <summary>Says where JSON is not what is expected.</summary>
    /// <param name="error">What its reader says.</param>
    public static RequestException NotExpected(JsonException error) => new(error.Path is null or "$"
        ? "The request is not the JSON that is expected here."
        : $"The request is not the JSON that is expected here, at {error.Path}.");
}
