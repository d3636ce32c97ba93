using System.Collections.Frozen;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Studio.Api;

/// <summary>The page's own files, which are part of the program.</summary>
internal static class StudioPage
{
    private const string Prefix = "page/", First = "index.html";

    private static readonly FrozenDictionary<string, byte[]> s_files = typeof(StudioPage).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(name => name[Prefix.Length..], Read);

    /// <summary>Answers with a file.</summary>
    public static async Task SendAsync(HttpContext http)
    {
        string name = (string?)http.Request.RouteValues["file"] ?? First;
        if (!s_files.TryGetValue(name, out byte[]? file)) throw new RequestException(StatusCodes.Status404NotFound, $"The page has no file '{name}'.");
        http.Response.ContentType = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/javascript; charset=utf-8",
        };
        await http.Response.Body.WriteAsync(file, http.RequestAborted);
    }

    private static byte[] Read(string resource)
    {
        using Stream stream = typeof(StudioPage).Assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
