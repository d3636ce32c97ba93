using LiVOS.Cli.Errors;
using LiVOS.Cli.Reports;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using Spectre.Console;

namespace LiVOS.Cli.Downloads;

/// <summary>Downloads weights, checks them, and converts them to safetensors. Nothing in them is executed.</summary>
/// <param name="File">The weights.</param>
/// <param name="Folder">Where they go.</param>
internal sealed record DownloadRun(PublishedFile File, string Folder)
{
    /// <summary>Asks whether weights are wanted of which no checksum is known; false where nobody can be asked.</summary>
    public required Func<string, bool> Ask { get; init; }

    /// <summary>How long to wait after a failure.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    private string Checkpoint => Path.Combine(Folder, File.FileName);

    private string Target => Path.Combine(Folder, File.Name + ".safetensors");

    /// <summary>Does it.</summary>
    /// <param name="error">Takes the progress.</param>
    /// <param name="cancellation">Stops it; a later run goes on.</param>
    /// <exception cref="InputException">The file cannot be had, or is not what was published.</exception>
    /// <exception cref="WeightsException">It holds no weights that can be read.</exception>
    public async Task<DownloadReport> RunAsync(TextWriter error, CancellationToken cancellation)
    {
        ResumableDownload.Require(File.Address);
        if (System.IO.File.Exists(Target)) return new DownloadReport(File.Name, Target, null, null, IsVerified: false, WasThere: true);
        if (File.Sha256 is null && !Ask($"No checksum of {File.FileName} is published, so nothing can tell whether it comes as its authors made it. "
                + "It is only read as numbers, never executed."))
            throw new InputException($"No checksum of {File.FileName} is known; give --yes to take it all the same, or its --sha256 if you know it.");
        Directory.CreateDirectory(Folder);
        using IDisposable working = Interruption.StopsBetweenFrames();
        (string part, string sum) = await ReceiveAsync(error, cancellation);
        if (File.Sha256 is string expected && !expected.Equals(sum, StringComparison.OrdinalIgnoreCase))
        {
            PartialFile.Delete(Checkpoint);
            throw new InputException($"What {File.Address.Host} sent has the SHA-256 {sum}, but {expected} was expected: it is another file, or damaged. "
                + "It was deleted; try again, or take it from elsewhere with --mirror.");
        }
        Convert(part, cancellation);
        PartialFile.Delete(Checkpoint);
        return new DownloadReport(File.Name, Target, new FileInfo(Target).Length, sum, File.Sha256 is not null, WasThere: false);
    }

    private async Task<(string Path, string Sha256)> ReceiveAsync(TextWriter error, CancellationToken cancellation)
    {
        using var part = PartialFile.Open(Checkpoint, File.Address);
        using var download = new ResumableDownload(File.Address) { Pause = Pause };
        error.WriteLine($"{(part.Length > 0 ? $"Goes on behind {Report.Size(part.Length)} of" : "Downloads")} {File.FileName} from {File.Address.Host}.");
        try
        {
            await ShowAsync(error, progress => download.RunAsync(part, progress, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new InterruptedException($"Stopped: {Report.Size(part.Length)} are in '{part.Path}'; the same command goes on.");
        }
        return (part.Path, await part.Sha256Async(cancellation));
    }

    /// <summary>Converts the checkpoint. One that is no LiVOS network is not kept.</summary>
    private void Convert(string part, CancellationToken cancellation)
    {
        try
        {
            Conversion conversion = Converter.Convert(part, Target, half: false, cancellation);
            if (conversion.Fault is null) return;
            System.IO.File.Delete(Target);
            throw new InputException($"{File.Address.Host} sent weights that cannot be used: {conversion.Fault}");
        }
        catch (Exception fault) when (fault is WeightsException or InputException)
        {
            PartialFile.Delete(Checkpoint); // it would be the same next time
            throw;
        }
    }

    private static async Task ShowAsync(TextWriter error, Func<Action<long, long?>, Task> work)
    {
        IAnsiConsole console = Report.Console(error);
        if (!console.Profile.Out.IsTerminal)
        {
            await work((_, _) => { });
            return;
        }
        await console.Progress().AutoClear(true)
            .Columns(new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask("downloading");
                await work((done, all) =>
                {
                    task.IsIndeterminate = all is null;
                    task.MaxValue = all ?? double.MaxValue;
                    task.Value = done;
                });
            });
    }
}

/// <summary>The result of a download.</summary>
/// <param name="Name">The weights.</param>
/// <param name="File">The converted file.</param>
/// <param name="Bytes">Its size; null where it was there before.</param>
/// <param name="SourceSha256">The checkpoint's checksum; null where it was there before.</param>
/// <param name="IsVerified">Whether that was the one that was expected.</param>
/// <param name="WasThere">Whether the file was there before, and nothing was downloaded.</param>
internal sealed record DownloadReport(string Name, string File, long? Bytes, string? SourceSha256, bool IsVerified, bool WasThere)
{
    /// <summary>Shows it to people.</summary>
    public void Show(IAnsiConsole console) => Report.Facts(
        console,
        ("weights", WasThere ? $"{File} is there already; delete it to download it anew" : $"{File}, {Report.Size(Bytes ?? 0)}"),
        ("checkpoint", SourceSha256 is null ? null : $"SHA-256 {SourceSha256}, {(IsVerified ? "as expected" : "which nothing could be compared with")}"),
        ("use", $"livos segment CLIP --masks MASKS --weights {File} --out DIR"));
}
