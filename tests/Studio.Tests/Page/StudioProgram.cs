using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LiVOS.Studio.Tests.Page;

/// <summary><c>livos studio</c> as a program of its own.</summary>
internal sealed partial class StudioProgram : IAsyncDisposable
{
    private readonly Process _process;

    private StudioProgram(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts it on a free port, and waits for its page.</summary>
    public static async Task<StudioProgram> StartAsync(params string[] args)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "livos.dll"), "studio", .. args, "--port", "0", "--no-browser", "--device", "cpu"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return line is not null && PageAddress().Match(line) is { Success: true } found
            ? new StudioProgram(process, new Uri(found.Value))
            : throw new InvalidOperationException($"livos studio did not start: {line}{await errors}");
    }

    /// <summary>Kills it, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex PageAddress();
}
