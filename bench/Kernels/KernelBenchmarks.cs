using BenchmarkDotNet.Attributes;
using LiVOS.Runtime;

namespace LiVOS.Bench.Kernels;

/// <summary>Runs the heavy kernels, each at the sizes that it has in the network.</summary>
public class KernelBenchmarks
{
    private Plan _plan = null!;

    /// <summary>The network whose kernels are run; the benchmarks run in the process that sets it.</summary>
    internal static Workload Workload { get; set; } = null!;

    /// <summary>All cases.</summary>
    public static IEnumerable<KernelCase> Cases => KernelCase.Of(Workload.Segmenter.Plan!);

    /// <summary>The case that is run.</summary>
    [ParamsSource(nameof(Cases))]
    public KernelCase Case { get; set; } = null!;

    /// <summary>Makes the plan that is run.</summary>
    [GlobalSetup]
    public void Setup() => _plan = Case.ToPlan(Workload.Device);

    /// <summary>Runs the launch.</summary>
    [Benchmark(OperationsPerInvoke = KernelCase.Repetitions)]
    public void Run() => _plan.Run();
}
