using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Studio.Api;
using LiVOS.Studio.Documents;
using LiVOS.Web;

namespace LiVOS.Cli.Studio;

/// <summary>Serves the studio's page until it is interrupted.</summary>
/// <param name="Weights">The weight file.</param>
/// <param name="Device">The device to compute on.</param>
/// <param name="Size">The shorter side of frames as the network sees them; null for their own size.</param>
internal sealed record StudioSession(string Weights, DeviceChoice Device, int? Size)
{
    /// <summary>The clip or project that is opened; null for none.</summary>
    public string? Clip { get; init; }

    /// <summary>The project's folder; null for the usual one.</summary>
    public string? Project { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>Whether the system's browser is opened.</summary>
    public bool OpensBrowser { get; init; }

    /// <summary>Serves the page.</summary>
    /// <param name="output">Receives its address.</param>
    /// <param name="error">Receives which device was chosen, and faults.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InputException">The clip, the project or the port cannot be used.</exception>
    /// <exception cref="MediaException">The clip cannot be read.</exception>
    public Task ServeAsync(TextWriter output, TextWriter error, CancellationToken cancellation) => Device.UseAsync(error, async device =>
    {
        using Network network = NetworkFile.Load(Weights, device, Device.Precision, cancellation, _ => { });
        string root = Clip is null ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Clip))) ?? Clip;
        await using var host = new StudioHost(network, FileChecksum.Of(Weights), root) { Size = Size };
        try
        {
            if (Clip is not null) await host.OpenAsync(Clip, Project, cancellation);
            await using WebServer server = await WebServer.StartAsync(
                new WebOptions { Port = Port }, new StudioApi(host).Map, fault => error.WriteLine($"Error: {fault}"), cancellation);
            output.WriteLine($"LiVOS Studio is at {server.Address} (Ctrl-C ends it; nothing is lost).");
            output.Flush();
            if (OpensBrowser) SystemBrowser.Open(server.Address);
            await server.RunAsync(cancellation);
            return true;
        }
        catch (Exception fault) when (fault is StudioException or WebServerException)
        {
            throw new InputException(fault.Message, fault);
        }
    });
}
