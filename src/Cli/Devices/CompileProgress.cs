using LiVOS.Cli.Reports;
using LiVOS.Runtime;
using Spectre.Console;

namespace LiVOS.Cli.Devices;

/// <summary>Shows the progress of compiling kernels: on a terminal step by step, elsewhere that it has begun.</summary>
/// <param name="error">Receives the progress.</param>
/// <param name="device">The device that they are compiled for.</param>
sealed class CompileProgress(TextWriter error, string device) : IProgress<KernelProgress>
{
    readonly IAnsiConsoleOutput console = Reports.Report.Console(error).Profile.Out;
    readonly Lock writing = new();
    int shown; // characters of the line that stands there

    public void Report(KernelProgress progress)
    {
        lock (writing)
        {
            if (console.IsTerminal) Show(progress);
            else if (progress.Done == 1) error.WriteLine($"Compiling kernels for {device}; later starts find them compiled.");
        }
    }

    void Show(KernelProgress progress)
    {
        bool done = progress.Done == progress.Total;
        string line = done ? "" : $"compiling kernels for {device}: {100 * progress.Done / progress.Total} %, {progress.Kernel}";
        console.Writer.Write($"\r{line.PadRight(shown)}{(done ? "\r" : "")}");
        shown = line.Length;
    }
}
