using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiVOS.Server;

/// <summary>A server of masks, in the words of the tools that call it: SAM 3's requests, frames one by one, CVAT's functions, X-AnyLabeling's API.</summary>
public sealed class MaskServer : IAsyncDisposable
{
    private readonly MaskEngine _engine;
    private readonly WebServer _web;

    private MaskServer(MaskEngine engine, WebServer web) => (_engine, _web) = (engine, web);

    /// <summary>Its address.</summary>
    public Uri Address => _web.Address;

    /// <summary>What it counts.</summary>
    internal MaskEngine Engine => _engine;

    /// <summary>Starts a server.</summary>
    /// <param name="network">The network, which must outlive it.</param>
    /// <param name="options">What clients get.</param>
    /// <param name="web">Where it listens.</param>
    /// <param name="complain">Receives faults of the program.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="WebServerException">It cannot listen there.</exception>
    public static async Task<MaskServer> StartAsync(
        Network network, ServerOptions options, WebOptions web, Action<Exception> complain, CancellationToken cancellation = default)
    {
        var engine = new MaskEngine(network, options, complain);
        try
        {
            return new MaskServer(engine, await WebServer.StartAsync(web, routes => Map(routes, engine), complain, cancellation));
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Answers until it is told to end.</summary>
    /// <param name="cancellation">Ends it.</param>
    public Task RunAsync(CancellationToken cancellation) => _web.RunAsync(cancellation);

    /// <summary>Ends it, and closes all sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private static void Map(IEndpointRouteBuilder routes, MaskEngine engine)
    {
        var prompter = new Prompter(engine);
        var status = new StatusEndpoints(engine);
        routes.MapGet("/health", status.HealthAsync).WithMetadata(new OpenToAll());
        routes.MapGet("/metrics", status.MetricsAsync);

        var step = new StepEndpoint(engine);
        routes.MapPost("/v1/step", Guarded(step.StepAsync));
        routes.MapDelete("/v1/step/{session}", Guarded(step.CloseAsync));
        routes.MapPost("/v1/request", Guarded(new NativeEndpoint(engine, prompter, new ResourceFolders(engine.Options.Roots)).HandleAsync));

        var cvat = new CvatEndpoint(engine, new CvatTracker(engine, prompter), new CvatInteractor(prompter));
        var functions = new CvatFunctions(prompter);
        routes.MapPost("/", Guarded(cvat.HandleAsync));
        routes.MapPost("/api/function_invocations", Guarded(cvat.HandleAsync));
        routes.MapGet("/api/functions", functions.ListAsync);
        routes.MapGet("/api/functions/{name}", functions.GetAsync);

        var models = new XAnyModels(prompter);
        routes.MapGet("/v1/models", models.ListAsync);
        routes.MapGet("/v1/models/{model}/info", models.GetAsync);
        routes.MapPost("/v1/predict", Guarded(new XAnyPredict(engine, prompter, models).HandleAsync));
        var clips = new XAnyClips();
        var video = new XAnyVideo(engine, prompter, models, clips);
        routes.MapPost("/v1/video/init", Guarded(video.InitAsync));
        routes.MapPost("/v1/video/prompt", Guarded(video.PromptAsync));
        routes.MapPost("/v1/video/propagate/stream", Guarded(video.PropagateAsync));
        routes.MapPost("/v1/video/cleanup/{session}", Guarded(video.CleanupAsync));
        var tasks = new XAnyTasks(engine, models, clips);
        routes.MapPost("/v1/video/propagate", tasks.StartAsync);
        routes.MapGet("/v1/video/status/{task}", tasks.StatusAsync);
        routes.MapPost("/v1/video/cancel/{task}", tasks.CancelAsync);
    }

    /// <summary>A device that has no memory left is no fault of the program.</summary>
    private static RequestDelegate Guarded(RequestDelegate endpoint) => async context =>
    {
        try
        {
            await endpoint(context);
        }
        catch (DeviceMemoryException) when (!context.Response.HasStarted)
        {
            throw new RequestException(StatusCodes.Status503ServiceUnavailable, "The device has no memory left; try again later.")
            {
                RetryAfter = TimeSpan.FromSeconds(30),
            };
        }
    };
}
