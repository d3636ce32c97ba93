using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LiVOS.Packages.Tests;

/// <summary>A server that runs while it is tested.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _printed = [];

    private RunningProgram(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += Look;
        _process.ErrorDataReceived += Look;
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("It ended: " + string.Join('\n', _printed)));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts a program.</summary>
    public static RunningProgram Start(string program, params string[] arguments) =>
        new(new ProcessStartInfo(program, arguments) { WorkingDirectory = Path.GetDirectoryName(program)! });

    /// <summary>The address that it says it listens on.</summary>
    public Task<Uri> AddressAsync() => _address.Task.WaitAsync(TimeSpan.FromMinutes(2));

    private void Look(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (_printed) _printed.Add(line.Data);
        if (Regex.Match(line.Data, @"http://127\.0\.0\.1:\d+") is { Success: true } address) _address.TrySetResult(new Uri(address.Value));
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
