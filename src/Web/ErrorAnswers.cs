using Microsoft.AspNetCore.Http;

namespace LiVOS.Web;

/// <summary>Answers each request that fails with one sentence, whatever made it fail.</summary>
/// <param name="complain">Receives faults of the program.</param>
internal sealed class ErrorAnswers(Action<Exception> complain)
{
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null })
                await JsonAnswer.WriteErrorAsync(context, context.Response.StatusCode, Sentence(context));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            if (error is RequestException { RetryAfter: TimeSpan wait })
                context.Response.Headers.RetryAfter = $"{Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))}";
            (int status, string message) = Describe(error);
            if (status == StatusCodes.Status500InternalServerError) complain(error);
            await JsonAnswer.WriteErrorAsync(context, status, message);
        }
        catch (Exception error)
        {
            if (error is not (RequestException or BadHttpRequestException or OperationCanceledException)) complain(error);
            context.Abort(); // half an answer must not look like a whole one
        }
    }

    private static (int Status, string Message) Describe(Exception error) => error switch
    {
        RequestException request => (request.Status, request.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (StatusCodes.Status413PayloadTooLarge, "The request's body is larger than this server takes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            (StatusCodes.Status408RequestTimeout, "The request's body came too slowly."),
        BadHttpRequestException bad => (bad.StatusCode, "The request is not whole, or is no valid HTTP."),
        OperationCanceledException => (StatusCodes.Status503ServiceUnavailable, "The server is ending."),
        _ => (StatusCodes.Status500InternalServerError, "The server failed at this request; its own output says how."),
    };

    private static string Sentence(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => $"This address does not take {context.Request.Method}.",
        int status => $"The request was refused with status {status}.",
    };
}
