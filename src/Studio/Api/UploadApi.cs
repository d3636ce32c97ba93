using System.Globalization;
using LiVOS.Studio.Uploads;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Studio.Api;

/// <summary>Clips that the page sends: checked first, then received and opened.</summary>
/// <param name="host">What opens them.</param>
internal sealed class UploadApi(StudioHost host)
{
    private const long FormOverhead = 64 << 20; // names and boundaries of as many frames as there may be

    /// <summary><c>POST /api/uploads/check</c></summary>
    public async Task CheckAsync(HttpContext http)
    {
        UploadRequest request = await RequestBody.ReadJsonAsync(http, StudioJson.Default.UploadRequest);
        host.Uploads.Check(host.Within(request.Folder), request.Name, request.Files ?? [], request.Bytes);
    }

    /// <summary><c>POST /api/uploads?folder=...&amp;name=...&amp;count=...</c>: a form of files.</summary>
    public async Task ReceiveAsync(HttpContext http)
    {
        RequestBody.Limit(http, host.Uploads.Most + FormOverhead);
        IQueryCollection query = http.Request.Query;
        if (!int.TryParse(query["count"], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            throw new RequestException("'count' is missing, or no number.");
        string folder = host.Within(query["folder"]);
        string clip = await host.Uploads.ReceiveAsync(folder, query["name"], count, FormBody.PartsAsync(http, http.RequestAborted), http.RequestAborted);
        await host.OpenAsync(clip, null, http.RequestAborted);
    }
}
