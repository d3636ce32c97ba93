using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiVOS.Web;

/// <summary>Demands the token, if there is one. A browser's window brings it in the address (<c>/?token=...</c>) and keeps it in a cookie.</summary>
/// <param name="token">The token; null to answer everyone.</param>
internal sealed class TokenGuard(AccessToken? token)
{
    private const string QueryName = "token";

    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (token is null || context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null) return next(context);
        string? given = request.Query[QueryName];
        if (HttpMethods.IsGet(request.Method) && token.Is(given))
        {
            context.Response.Cookies.Append(
                AccessToken.CookieNameOf(request), given!, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
            var rest = QueryString.Create(request.Query.Where(pair => pair.Key != QueryName));
            context.Response.Redirect($"{request.PathBase}{request.Path}{rest}");
            return Task.CompletedTask;
        }

        if (token.IsIn(request)) return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        throw new RequestException(
            StatusCodes.Status401Unauthorized, "This server needs its token, as 'Authorization: Bearer TOKEN' or in the header 'Token'.");
    }
}

/// <summary>Marks endpoints that need no token.</summary>
public sealed class OpenToAll;
