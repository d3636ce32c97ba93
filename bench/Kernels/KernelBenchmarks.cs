using BenchmarkDotNet.Attributes;
using LiVOS.Runtime;

namespace LiVOS.Bench.Kernels;

/// <summary>Runs the heavy kernels with their sizes in the network.</summary>
public class KernelBenchmarks
{
    private Plan _plan = null!;

    /// <summary>The network whose kernels run; the benchmarks run in the process that sets it.</summary>
    internal static Workload Workload { get; set; } = null!;

    /// <summary>All cases.</summary>
    public static IEnumerable<KernelCase> Cases => KernelCase.Of(Workload.Segmenter.Plan!);

    /// <summary>The case to run.</summary>
    [ParamsSource(nameof(Cases))]
    public KernelCase Case { get; set; } = null!;

    /// <summary>Creates the plan.</summary>
    [GlobalSetup]
    public void Setup() => _plan = Case.ToPlan(Workload.Device);

    /// <summary>Runs the launch.</summary>
    [Benchmark(OperationsPerInvoke = KernelCase.Repetitions)]
    public void Run() => _plan.Run();
}
