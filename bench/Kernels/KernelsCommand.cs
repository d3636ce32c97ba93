using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace LiVOS.Bench.Kernels;

/// <summary><c>kernels</c>: BenchmarkDotNet on single kernels.</summary>
internal static class KernelsCommand
{
    public static Command Create()
    {
        var command = new Command("kernels", "Runs the heavy kernels in BenchmarkDotNet, with their sizes in the network.");
        var options = new WorkloadOptions(command);
        var filter =
            new Argument<string>("filter") { Description = "Only kernels whose name, layer or output's shape contains this.", DefaultValueFactory = _ => "" };
        command.Arguments.Add(filter);
        command.SetAction(line =>
        {
            using Workload workload = options.Open(line);
            workload.WarmUp();
            KernelBenchmarks.Workload = workload;
            BenchmarkRunner.Run<KernelBenchmarks>(Configure(line.GetValue(filter)!));
        });
        return command;
    }

    /// <summary>Short runs in this process, which holds the network.</summary>
    private static ManualConfig Configure(string filter) => ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(8)
            .WithIterationTime(TimeInterval.FromMilliseconds(250)))
        .AddFilter(new SimpleFilter(benchmark => $"{benchmark.Parameters[nameof(KernelBenchmarks.Case)]}".Contains(filter, StringComparison.OrdinalIgnoreCase)))
        .AddColumnProvider(DefaultColumnProviders.Params, DefaultColumnProviders.Statistics)
        .AddColumn(new SpeedColumn())
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(ConsoleLogger.Default)
        .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(120));
}
