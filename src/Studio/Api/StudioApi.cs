using System.Collections.Immutable;
using System.Globalization;
using LiVOS.Media;
using LiVOS.Model.Clicks;
using LiVOS.Studio.Documents;
using LiVOS.Studio.Exports;
using LiVOS.Studio.Runs;
using LiVOS.Video;
using LiVOS.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiVOS.Studio.Api;

/// <summary>What the page asks for.</summary>
/// <param name="host">What answers.</param>
public sealed class StudioApi(StudioHost host)
{
    private const string Forever = "private, max-age=31536000, immutable";
    private static readonly TimeSpan s_ping = TimeSpan.FromSeconds(15);

    private StudioDesk Desk => host.Desk ?? throw new RequestException(StatusCodes.Status409Conflict, "No clip is open; open one first.");

    /// <summary>Adds the endpoints.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", StudioPage.SendAsync);
        routes.MapGet("/page/{file}", StudioPage.SendAsync);

        Get("/api/clips", http => JsonAnswer.WriteAsync(http, host.List(http.Request.Query["folder"]), StudioJson.Default.ClipList));
        Post("/api/open", async http =>
        {
            OpenRequest request = await RequestBody.ReadJsonAsync(http, StudioJson.Default.OpenRequest);
            await host.OpenWithinAsync(request.Path ?? throw new RequestException("'path' is missing."), http.RequestAborted);
        });
        var uploads = new UploadApi(host);
        Post("/api/uploads/check", uploads.CheckAsync);
        Post("/api/uploads", uploads.ReceiveAsync);
        Get("/api/project", http => JsonAnswer.WriteAsync(http, View(), StudioJson.Default.StudioView));
        Get("/api/events", ListenAsync);

        Get("/api/frames/{frame:int}/picture", SendPictureAsync);
        Get("/api/masks/{key}", SendMaskAsync);
        Put("/api/frames/{frame:int}/mask", async http =>
        {
            RequestBody.Limit(http, Desk.Project.Masks.Pixels + 1L);
            await Desk.PutMaskAsync(Number(http, "frame"), await RequestBody.ReadAsync(http), ToolOf(http));
        });
        routes.MapDelete("/api/frames/{frame:int}/mask", Answered(http => Desk.RemoveMaskAsync(Number(http, "frame"))));
        Post("/api/frames/{frame:int}/click", async http =>
        {
            ClickRequest request = await RequestBody.ReadJsonAsync(http, StudioJson.Default.ClickRequest);
            await Desk.ClickAsync(Number(http, "frame"), request.Before, PromptsOf(request), http.RequestAborted);
        });
        Get("/api/frames/{frame:int}/insight", async http => await JsonAnswer.WriteAsync(
            http, await Desk.InsightAsync(Number(http, "frame"), QueryNumber(http, "object"), http.RequestAborted), StudioJson.Default.IReadOnlyListPanel));

        Put("/api/objects/{id:int}", async http =>
        {
            ObjectRecord now = await RequestBody.ReadJsonAsync(http, StudioJson.Default.ObjectRecord);
            Desk.PutObject(now with { Id = Number(http, "id") });
        });
        Post("/api/objects/{id:int}/end", async http =>
        {
            EndRequest request = await RequestBody.ReadJsonAsync(http, StudioJson.Default.EndRequest);
            await Desk.EndObjectAsync(Number(http, "id"), request.Frame ?? throw new RequestException("'frame' is missing."));
        });

        Post("/api/run", async http =>
        {
            RunRequest request = await RequestBody.ReadJsonAsync(http, StudioJson.Default.RunRequest);
            await Desk.StartRunAsync(request.Frame ?? throw new RequestException("'frame' is missing."), DirectionOf(request.Direction));
        });
        Post("/api/stop", _ => Desk.StopRunAsync());
        Post("/api/undo", _ => Desk.StepAsync(isUndo: true));
        Post("/api/redo", _ => Desk.StepAsync(isUndo: false));

        Post("/api/export", ExportAsync);
        Get("/api/exports/{format}", SendExportAsync);

        void Get(string pattern, RequestDelegate answer) => routes.MapGet(pattern, Answered(answer));
        void Put(string pattern, RequestDelegate answer) => routes.MapPut(pattern, Answered(answer));
        void Post(string pattern, RequestDelegate answer) => routes.MapPost(pattern, Answered(answer));
    }

    /// <summary>What cannot be done is told in a sentence.</summary>
    private static RequestDelegate Answered(RequestDelegate answer) => async http =>
    {
        try
        {
            await answer(http);
            if (!http.Response.HasStarted && http.Response.ContentType is null) http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (Exception error) when (error is StudioException or MediaException or Runtime.DeviceException or Runtime.DeviceMemoryException)
        {
            throw new RequestException(StatusCodes.Status422UnprocessableEntity, error.Message);
        }
    };

    private static int Number(HttpContext http, string name) => int.Parse((string)http.Request.RouteValues[name]!, CultureInfo.InvariantCulture);

    private static int QueryNumber(HttpContext http, string name) =>
        int.TryParse(http.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw new RequestException($"'{name}' is missing, or no number.");

    /// <summary>What the user did, for the list of what can be undone.</summary>
    private static string ToolOf(HttpContext http) => http.Request.Query["tool"].ToString() switch
    {
        "eraser" => "Eraser",
        "polygon" => "Polygon",
        "paste" => "Paste",
        _ => "Brush",
    };

    private static RunDirection DirectionOf(string? name) => name switch
    {
        "forward" => RunDirection.Forward,
        "backward" => RunDirection.Backward,
        "both" => RunDirection.Both,
        _ => throw new RequestException("'direction' is forward, backward or both."),
    };

    private static ObjectPrompts PromptsOf(ClickRequest request)
    {
        ImmutableArray<Stroke> strokes = [.. (request.Strokes ?? []).Select(each => new Stroke(
            [.. (each.Points ?? []).Select(point => point is [double x, double y] ? (x, y) : throw new RequestException("A point is [x, y]."))],
            each.Positive))];
        if (strokes.Any(stroke => stroke.Points.IsEmpty)) throw new RequestException("A stroke has one point at least.");
        return new ObjectPrompts(request.Object, strokes)
        {
            Box = request.Box switch
            {
                null => null,
                [double left, double top, double right, double bottom] => new Box(left, top, right, bottom),
                _ => throw new RequestException("A box is [left, top, right, bottom]."),
            },
        };
    }

    private StudioView View()
    {
        StudioDesk desk = Desk;
        StudioProject project = desk.Project;
        IFrameList frames = project.Clip.Frames;
        lock (project.Guard)
        {
            StudioDocument document = project.Document;
            return new StudioView(
                project.Folder, project.ClipName, frames.Width, frames.Height, frames.Count, (project.Clip as VideoFile)?.Rate?.PerSecond, desk.HasClicks,
                ExportDesk.Formats, desk.Pictures.Ready, desk.Run, [.. document.Objects.Values], new Dictionary<int, FrameRecord>(document.Frames),
                [.. document.Ends], document.UndoName, document.RedoName);
        }
    }

    private async Task ListenAsync(HttpContext http)
    {
        using EventStream stream = await EventStream.StartAsync(http);
        using var quiet = new PeriodicTimer(s_ping);
        Task pinging = PingAsync();
        try
        {
            await foreach (StudioEvent what in host.Events.ListenAsync(stream.Ended)) await stream.SendAsync(null, what, StudioJson.Default.StudioEvent);
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
        finally
        {
            quiet.Dispose();
            await pinging;
        }

        async Task PingAsync()
        {
            try
            {
                while (await quiet.WaitForNextTickAsync()) await stream.PingAsync();
            }
            catch (OperationCanceledException)
            {
                // Likewise.
            }
        }
    }

    private async Task SendPictureAsync(HttpContext http)
    {
        (string path, string kind) = await Desk.Pictures.FileAsync(Number(http, "frame"), http.RequestAborted);
        http.Response.ContentType = kind;
        await http.Response.SendFileAsync(path, http.RequestAborted);
    }

    /// <summary>A byte for each pixel.</summary>
    private async Task SendMaskAsync(HttpContext http)
    {
        var key = (string)http.Request.RouteValues["key"]!;
        if (!Desk.Project.Masks.Contains(key)) throw new RequestException(StatusCodes.Status404NotFound, "There is no such mask.");
        byte[] ids = Desk.Project.Masks.Read(key);
        http.Response.ContentType = "application/octet-stream";
        http.Response.Headers.CacheControl = Forever;
        await http.Response.Body.WriteAsync(ids, http.RequestAborted);
    }

    private async Task ExportAsync(HttpContext http)
    {
        ExportRequest request = await RequestBody.ReadJsonAsync(http, StudioJson.Default.ExportRequest);
        string format = request.Format ?? throw new RequestException("'format' is missing.");
        string path = await Desk.ExportAsync(format, written => host.Events.Tell(new StudioEvent(Exported: written)), http.RequestAborted);
        await JsonAnswer.WriteAsync(http, new ExportResult(path, format), StudioJson.Default.ExportResult);
    }

    private async Task SendExportAsync(HttpContext http)
    {
        var format = (string)http.Request.RouteValues["format"]!;
        string name = Desk.ExportName(format);
        http.Response.ContentType = "application/octet-stream";
        http.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}";
        await Desk.SendExportAsync(format, http.Response.Body);
    }
}
