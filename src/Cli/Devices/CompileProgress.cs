using LiVOS.Cli.Reports;
using LiVOS.Runtime;
using Spectre.Console;

namespace LiVOS.Cli.Devices;

/// <summary>Shows the progress of compiling kernels: on a terminal step by step, elsewhere that it has begun.</summary>
/// <param name="error">Receives the progress.</param>
/// <param name="device">The device that they are compiled for.</param>
internal sealed class CompileProgress(TextWriter error, string device) : IProgress<KernelProgress>
{
    private readonly IAnsiConsoleOutput _console = Reports.Report.Console(error).Profile.Out;
    private readonly Lock _writing = new();
    private int _shown; // characters of the line that stands there

    public void Report(KernelProgress progress)
    {
        lock (_writing)
        {
            if (_console.IsTerminal) Show(progress);
            else if (progress.Done == 1) error.WriteLine($"Compiling kernels for {device}; later starts find them compiled.");
        }
    }

    private void Show(KernelProgress progress)
    {
        bool done = progress.Done == progress.Total;
        string line = done ? "" : $"compiling kernels for {device}: {100 * progress.Done / progress.Total} %, {progress.Kernel}";
        _console.Writer.Write($"\r{line.PadRight(_shown)}{(done ? "\r" : "")}");
        _shown = line.Length;
    }
}
