using Microsoft.AspNetCore.Http;

namespace LiVOS.Web;

/// <summary>Tells browsers to run nothing of others in our pages, to show them in no frame, and to keep no copies.</summary>
/// <param name="policy">The Content-Security-Policy.</param>
internal sealed class SecurityHeaders(string policy)
{
    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return next(context);
    }
}
