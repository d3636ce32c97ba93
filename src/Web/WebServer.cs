using System.ComponentModel;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiVOS.Web;

/// <summary>A web server for pages and programs of this machine, or for whoever has its token.</summary>
public sealed class WebServer : IAsyncDisposable
{
    /// <summary>How long requests in flight may take when the server ends.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

    private readonly WebApplication _application;

    private WebServer(WebApplication application, Uri address) => (_application, Address) = (application, address);

    /// <summary>Its address, as a user of this machine opens it.</summary>
    public Uri Address { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="options">Where it listens.</param>
    /// <param name="map">Adds its endpoints. Take the overloads with a <see cref="Microsoft.AspNetCore.Http.RequestDelegate"/>: they use no reflection.</param>
    /// <param name="complain">Receives faults of the program, which clients are told of in general words.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="WebServerException">It cannot listen there.</exception>
    public static async Task<WebServer> StartAsync(
        WebOptions options, Action<IEndpointRouteBuilder> map, Action<Exception> complain, CancellationToken cancellation = default)
    {
        if (!options.IsLocal && options.Token is null)
            throw new WebServerException($"A server on {options.Address} can be reached from other machines, so it needs a token; give one.");
        WebApplication application = Build(options, complain);
        map(application);
        try
        {
            await application.StartAsync(cancellation);
        }
        catch (Exception error)
        {
            await application.DisposeAsync();
            if (error is IOException or Win32Exception)
                throw new WebServerException(
                    $"Port {options.Port} of {options.Address} cannot be listened on ({Innermost(error).Message}); "
                    + "give another port, or 0 for a free one.", error);
            throw;
        }

        return new WebServer(application, AddressOf(application, options));
    }

    /// <summary>Answers until it is told to end; then lets requests in flight finish for some seconds.</summary>
    /// <param name="cancellation">Ends the server.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        await _application.StopAsync(CancellationToken.None);
    }

    /// <summary>Ends the server.</summary>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static WebApplication Build(WebOptions options, Action<Exception> complain)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_farewell);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.LargestBody;
            kestrel.Limits.MaxConcurrentConnections = options.MostConnections;
            kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });

        WebApplication application = builder.Build();
        application.Use(new ErrorAnswers(complain).HandleAsync);
        application.Use(new SecurityHeaders(options.ContentSecurityPolicy).HandleAsync);
        application.Use(new RequestGuard(options).HandleAsync);
        application.UseRouting();
        application.Use(new TokenGuard(options.Token).HandleAsync);
        return application;
    }

    private static Uri AddressOf(WebApplication application, WebOptions options)
    {
        string bound = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var address = new UriBuilder(bound);
        if (options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any)) address.Host = "127.0.0.1";
        return address.Uri;
    }

    private static Exception Innermost(Exception error) => error.InnerException is Exception inner ? Innermost(inner) : error;

    /// <summary>Signals are the program's affair.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
