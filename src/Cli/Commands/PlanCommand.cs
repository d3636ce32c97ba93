using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Cli.Reports;
using LiVOS.Model;
using LiVOS.Model.Estimation;
using LiVOS.Runtime;
using LiVOS.Video;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Synthetic;
using Spectre.Console;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos plan</c>: the memory that a run will need, before it runs.</summary>
internal static class PlanCommand
{
    private const int LargestShown = 10;

    public static Command Create()
    {
        var size = new Option<FrameSize?>("--size")
        {
            HelpName = "HxW",
            Required = true,
            Description = "The size of frames as the network sees them, such as 480x854: rows x columns.",
            CustomParser = argument =>
            {
                if (FrameSize.Parse(argument.Tokens[0].Value, out FrameSize parsed) is not string fault) return parsed;
                argument.AddError($"--size: {fault}");
                return null;
            },
        };
        var objects = Options.AtLeast(1, new Option<int>("--objects") { HelpName = "N", Description = "The number of objects.", DefaultValueFactory = _ => 1 });
        var variant = new Option<string?>("--variant") { Description = "A published network instead of a weight file." };
        variant.OneOf("base", "small", "resnet18");
        Option<string?> weights = Options.Weights();
        Option<bool> json = Options.Json();

        var command = new Command("plan", "Show the memory that a run will need.") { size, objects, weights, variant, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(variant) is not null && result.GetResult(weights) is not null) result.AddError("Give --weights or --variant, not both.");
        });
        var device = new DeviceOptions(command);
        var memory = new MemoryOption(
            command, "A memory limit, such as 2GiB: layers of high resolution run in bands of rows, as many as it takes. By default there is none.");
        command.SetAction(parse =>
        {
            var choice = device.Choice(parse);
            using Device opened = choice.Open(parse.InvocationConfiguration.Error);
            using ITensorSource source = parse.GetValue(variant) is string name
                ? new SyntheticWeights(Architecture.Named(name)!, seed: 0)
                : WeightFile.Open(parse.GetValue(weights) ?? BundledFiles.Weights);
            using Network network = Network.Outline(source, opened, choice.Precision);
            PlanReport report = PlanReport.For(network, parse.GetRequiredValue(size)!.Value, parse.GetValue(objects), memory.Bytes(parse));
            Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), report, ReportJson.Default.PlanReport, console => Show(console, report));
        });
        return command;
    }

    private static void Show(IAnsiConsole console, PlanReport report)
    {
        Table sum = Report.Table("memory", "");
        sum.Columns[1].RightAligned();
        foreach ((string name, long bytes) in report.Parts) sum.AddRow(name, Report.Size(bytes));
        sum.AddEmptyRow().AddRow(new Markup("[bold]sum[/]"), new Markup($"[bold]{Report.Size(report.TotalBytes)}[/]"));
        console.Write(sum);
        if (report.Bands > 1)
        {
            console.WriteLine(
                $"In {report.Bands} bands of rows, with {report.ArithmeticRatio:F2} times the arithmetic of whole frames; the masks are the same.");
        }

        Table largest = Report.Table("largest at the arena's peak", "shape", "");
        largest.Columns[2].RightAligned();
        foreach (TensorReport tensor in report.LargestAtPeak.Take(LargestShown))
            largest.AddRow(new Text(tensor.Name), new Text(string.Join('x', tensor.Shape)), new Text(Report.Size(tensor.Bytes)));
        console.Write(largest);
    }
}

/// <summary>The memory of a run.</summary>
/// <param name="Height">Rows of the frames as the network sees them.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Objects">The number of objects.</param>
/// <param name="WeightBytes">The weights.</param>
/// <param name="StateBytes">The memory of the video.</param>
/// <param name="ArenaBytes">The activations.</param>
/// <param name="LiveBytes">The part of the arena that is in use at its peak.</param>
/// <param name="BufferBytes">Frame, mask and labels on the device, and tables.</param>
/// <param name="ScratchBytes">The threads' scratch memory.</param>
/// <param name="HostBytes">Frames read ahead and results waiting, where frames have the network's size.</param>
/// <param name="TotalBytes">The sum.</param>
/// <param name="Bands">The bands of rows in which layers of high resolution run.</param>
/// <param name="ArithmeticRatio">How many times the arithmetic of whole frames that takes.</param>
/// <param name="LargestAtPeak">The activations that live at the arena's peak, largest first.</param>
internal sealed record PlanReport(
    int Height, int Width, int Objects, long WeightBytes, long StateBytes, long ArenaBytes, long LiveBytes, long BufferBytes, long ScratchBytes,
    long HostBytes, long TotalBytes, int Bands, double ArithmeticRatio, IReadOnlyList<TensorReport> LargestAtPeak)
{
    /// <summary>The parts of the sum, for people.</summary>
    internal (string Name, long Bytes)[] Parts =>
    [
        ("weights", WeightBytes),
        ("memory of the video and probabilities", StateBytes),
        ($"arena of activations ({Report.Size(LiveBytes)} live at its peak)", ArenaBytes),
        ("frame, mask, labels and tables", BufferBytes),
        ("scratch of the threads", ScratchBytes),
        ("frames read ahead, results waiting", HostBytes),
    ];

    /// <param name="network">The network.</param>
    /// <param name="size">The size of frames.</param>
    /// <param name="objects">The number of objects.</param>
    /// <param name="limit">The memory that may be used; null for any.</param>
    /// <exception cref="InputException">The limit is too low.</exception>
    public static PlanReport For(Network network, FrameSize size, int objects, long? limit)
    {
        var geometry = new FrameGeometry(size.Height, size.Width);
        long host = new PipelineBuffers(network.Device, geometry, withPictures: false).Bytes;
        MemoryEstimate whole = MemoryNeed.Of(network, geometry, objects);
        MemoryEstimate plan = limit is long bytes ? MemoryNeed.Within(bytes - host, network, geometry, objects) : whole;
        if (plan.TotalBytes + host > limit)
        {
            throw new InputException($"--memory {Report.Size(limit.Value)} is too little: the run needs at least {Report.Size(plan.TotalBytes + host)}, "
                + $"in {plan.Bands} bands of rows; give more memory, a smaller --size or fewer --objects.");
        }

        return new PlanReport(
            size.Height, size.Width, objects, plan.WeightBytes, plan.StateBytes, plan.ArenaBytes, plan.LiveBytes, plan.BufferBytes, plan.ScratchBytes,
            host, plan.TotalBytes + host, plan.Bands, (double)plan.Operations / whole.Operations, [.. plan.LargestAtPeak.Select(TensorReport.Of)]);
    }
}

/// <summary>An activation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Objects, rows, columns, channels.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record TensorReport(string Name, IReadOnlyList<int> Shape, long Bytes)
{
    public static TensorReport Of(Tensor tensor) =>
        new(tensor.Name, [tensor.Shape.Objects, tensor.Shape.Height, tensor.Shape.Width, tensor.Shape.Channels], tensor.Bytes);
}
