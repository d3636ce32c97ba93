using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Model;
using LiVOS.Model.Verification;
using LiVOS.Runtime;
using LiVOS.Weights;
using LiVOS.Weights.Synthetic;
using Spectre.Console;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos verify</c>: compares this machine's numbers with PyTorch's.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var goldens = new Option<string?>("--goldens")
        {
            HelpName = "DIR",
            Description = "A folder of goldens (*.safetensors), tensors that PyTorch computed. By default those of the program.",
        };
        var seed = new Option<ulong?>("--weights-seed")
        {
            HelpName = "N",
            Description = "Another seed for synthetic weights. The results must then differ, which shows that the check can fail.",
        };
        Option<bool> json = Options.Json();
        var command = new Command("verify", "Compare a device's results with those of PyTorch; the exit code is 1 if they differ too much.")
        {
            goldens, seed, json,
        };
        var device = new DeviceOptions(command);
        command.SetAction(async (parse, cancellation) =>
        {
            var choice = device.Choice(parse);
            string[] files = Find(parse.GetValue(goldens) ?? BundledFiles.Goldens);
            TextWriter error = parse.InvocationConfiguration.Error;
            VerifyReport report = await choice.UseAsync(
                error, opened => Task.Run(() => Verify(files, opened, choice.Precision, parse.GetValue(seed), error, cancellation)));
            Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), report, ReportJson.Default.VerifyReport, console => Show(console, report));
            return report.Right ? ExitCode.Done : ExitCode.Fault;
        });
        return command;
    }

    private static VerifyReport Verify(string[] files, Device device, Precision precision, ulong? seed, TextWriter error, CancellationToken cancellation)
    {
        List<GoldenReport> runs = [];
        ShowWork(error, files, file => runs.Add(Run(file, device, precision, seed, cancellation)));
        return new VerifyReport(
            $"{device.Name}: {device.Description}",
            precision == Precision.Float32 ? GoldenRun.ProbabilityBound : GoldenRun.RoundedProbabilityBound,
            precision == Precision.Float32 ? GoldenRun.TensorBound : GoldenRun.RoundedTensorBound,
            runs.TrueForAll(run => run.Right), runs)
        { JudgesArgmax = precision == Precision.Float32 };
    }

    /// <summary>Works through the files; a terminal shows which.</summary>
    private static void ShowWork(TextWriter error, string[] files, Action<string> work)
    {
        IAnsiConsole console = Report.Console(error);
        if (console.Profile.Out.IsTerminal)
        {
            console.Status().Start("verifying", status => Array.ForEach(files, file =>
            {
                status.Status = Markup.Escape(Path.GetFileName(file));
                work(file);
            }));
        }
        else
        {
            Array.ForEach(files, work);
        }
    }

    private static string[] Find(string folder)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
            throw new InputException($"There are no goldens (*.safetensors) in '{folder}'; give their folder with --goldens.");
        return files;
    }

    private static GoldenReport Run(string path, Device device, Precision precision, ulong? seed, CancellationToken cancellation)
    {
        using GoldenFile golden = GoldenFile.Open(path);
        using ITensorSource weights = OpenWeights(golden, seed, cancellation);
        using Network network = NetworkFile.Load(weights, device, precision);
        var report = new GoldenReport(Path.GetFileName(path), golden.Variant, golden.Frames);
        foreach (GoldenComparison comparison in GoldenRun.Compare(golden, network))
        {
            cancellation.ThrowIfCancellationRequested();
            report = report.With(comparison, precision == Precision.Float32 ? comparison.IsRight : comparison.IsNear);
        }
        return report;
    }

    /// <summary>Goldens name a weight file by its path in this project. It comes with the program, or lies with the goldens.</summary>
    private static ITensorSource OpenWeights(GoldenFile golden, ulong? seed, CancellationToken cancellation) =>
        golden.FindWeights(AppContext.BaseDirectory) is string path ? WeightFile.Open(path, cancellation) : golden.SyntheticWeights(seed);

    private static void Show(IAnsiConsole console, VerifyReport report)
    {
        Table table = Report.Table("recorded run", "frames", "probabilities", "argmax", "other tensors", "worst of them", "");
        foreach (GoldenReport run in report.Runs)
        {
            table.AddRow(
                new Text(run.File), new Text($"{run.Frames}"), new Text($"{run.ProbabilityDifference:0.0e+0}"), new Text($"{run.ArgmaxDifferences}"),
                new Text($"{run.TensorDifference:0.0e+0}"), new Text(run.WorstTensor ?? ""), new Markup(run.Right ? "[green]right[/]" : "[red]wrong[/]"));
        }
        console.Write(table);
        console.WriteLine(report.Device);
        console.WriteLine(
            $"Largest differences: of probabilities (right up to {report.ProbabilityBound}), of the pixels' best object "
                + $"({(report.JudgesArgmax ? "none, but for ties" : "not judged: rounded factors move pixels near a tie")}), "
            + $"and of other tensors as a share of their largest magnitude (right up to {report.TensorBound}).");
    }
}

/// <summary>The result of <c>livos verify</c>.</summary>
/// <param name="Device">The device.</param>
/// <param name="ProbabilityBound">The largest accepted difference of a probability.</param>
/// <param name="TensorBound">The largest accepted relative difference of another tensor.</param>
/// <param name="Right">Whether all runs are within the bounds.</param>
/// <param name="Runs">The results for each golden.</param>
internal sealed record VerifyReport(string Device, double ProbabilityBound, double TensorBound, bool Right, IReadOnlyList<GoldenReport> Runs)
{
    /// <summary>Whether a pixel that shows another object makes a run wrong.</summary>
    public bool JudgesArgmax { get; init; } = true;
}

/// <summary>The result for one golden.</summary>
/// <param name="File">The file.</param>
/// <param name="Variant">The network.</param>
/// <param name="Frames">The number of frames.</param>
internal sealed record GoldenReport(string File, string Variant, int Frames)
{
    /// <summary>The largest difference of a probability.</summary>
    public double ProbabilityDifference { get; init; }

    /// <summary>The pixels whose most probable object differs, other than by a tie.</summary>
    public int ArgmaxDifferences { get; init; }

    /// <summary>The largest difference of another tensor, as a share of its largest magnitude.</summary>
    public double TensorDifference { get; init; }

    /// <summary>The tensor of <see cref="TensorDifference"/>.</summary>
    public string? WorstTensor { get; init; }

    /// <summary>Whether all is within the bounds.</summary>
    public bool Right { get; init; } = true;

    /// <summary>This result with one more comparison.</summary>
    public GoldenReport With(GoldenComparison comparison, bool isRight)
    {
        GoldenReport report = this with { Right = Right && isRight, ArgmaxDifferences = ArgmaxDifferences + comparison.ArgmaxDifferences };
        if (comparison.IsProbabilities) return report with { ProbabilityDifference = Larger(ProbabilityDifference, comparison.Difference) };
        double relative = comparison.Difference == 0 ? 0 : Finite(comparison.Difference / comparison.Magnitude);
        return relative <= TensorDifference ? report : report with { TensorDifference = relative, WorstTensor = comparison.Name };
    }

    private static double Larger(double a, double b) => Math.Max(a, Finite(b));

    // JSON has no word for the others.
    private static double Finite(double difference) => double.IsFinite(difference) ? difference : double.MaxValue;
}
