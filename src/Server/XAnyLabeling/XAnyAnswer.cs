using System.Text.Json.Serialization.Metadata;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>Answers as X-AnyLabeling-Server does: its client reads <c>success</c>, not the status. Only that the server is full, it is told by the
/// status.</summary>
internal static class XAnyAnswer
{
    /// <summary>Answers with data.</summary>
    public static Task SucceedAsync<T>(HttpContext context, T data, JsonTypeInfo<XAnySuccess<T>> type) =>
        JsonAnswer.WriteAsync(context, new XAnySuccess<T>(data), type);

    /// <summary>Answers, or says why not.</summary>
    /// <param name="context">The request.</param>
    /// <param name="code">The code of what fails without one of its own.</param>
    /// <param name="answer">Answers.</param>
    public static async Task OrFailureAsync(HttpContext context, string code, Func<Task> answer)
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
            await FailAsync(code, error.Message);
        }

        Task FailAsync(string name, string message) =>
            JsonAnswer.WriteAsync(context, new XAnyFailure(new XAnyError(name, message)), ServerJson.Default.XAnyFailure);
    }
}

/// <summary>A failure with one of X-AnyLabeling-Server's codes.</summary>
internal sealed class XAnyException(string code, string message) : Exception(message)
{
    public string Code => code;
}
