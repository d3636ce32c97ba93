using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Web;

/// <summary>Answers in JSON.</summary>
public static class JsonAnswer
{
    /// <summary>Answers with a value.</summary>
    /// <param name="context">The request.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="status">The HTTP status.</param>
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Answers <c>{"error": "..."}</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">One sentence.</param>
    public static Task WriteErrorAsync(HttpContext context, int status, string message) =>
        WriteAsync(context, new ErrorAnswer(message), WebJson.Default.ErrorAnswer, status);
}

/// <summary>The answer to a request that failed.</summary>
/// <param name="Error">One sentence.</param>
internal sealed record ErrorAnswer([property: JsonPropertyName("error")] string Error);

/// <summary>How the answers of this library are written.</summary>
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class WebJson : JsonSerializerContext;
