using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Bench.Layers;

/// <summary>The times of all launches of a frame without a prompt mask.</summary>
/// <param name="Network">The network.</param>
/// <param name="Device">The device.</param>
/// <param name="Height">Rows of a frame.</param>
/// <param name="Width">Pixels in a row of a frame.</param>
/// <param name="Objects">The number of objects.</param>
/// <param name="Layers">Every launch, in order.</param>
/// <param name="FrameSeconds">The time of each frame without profiling.</param>
/// <param name="Rates">The device's rates, from which the layers' floors follow; null if unknown.</param>
internal sealed record Profile(
    string Network, string Device, int Height, int Width, int Objects, IReadOnlyList<LayerTime> Layers, IReadOnlyList<double> FrameSeconds, string? Rates)
{
    /// <summary>The sum of the launches' shortest times.</summary>
    public double TotalSeconds => Layers.Sum(layer => layer.MinimumSeconds);

    /// <summary>The sum of the launches' operations.</summary>
    public long TotalOperations => Layers.Sum(layer => layer.Operations);

    /// <summary>Runs each frame twice, without and with profiling.</summary>
    public static Profile Measure(Workload workload, int frames)
    {
        workload.WarmUp();
        Plan plan = workload.Segmenter.Plan!;
        Launch[] launches = plan.Launches.ToArray();
        var frameSeconds = new double[frames];
        var launchSeconds = new double[frames][];
        for (int i = 0; i < frames; i++)
        {
            frameSeconds[i] = workload.Step().Seconds;
            workload.Device.Run(plan, launchSeconds[i] = new double[launches.Length]);
        }

        IDeviceRates? rates = workload.Device is CpuDevice processor
            ? ProcessorRates.Of(processor)
            : CardRates.Of(workload.Device, workload.Network.Precision);
        return new Profile(
            workload.Network.Architecture.ToString(), workload.Device.Description, workload.Clip.Height, workload.Clip.Width,
            workload.Segmenter.ObjectIds.Count, [.. launches.Select((launch, i) => TimeOf(launch, [.. launchSeconds.Select(times => times[i])], rates))],
            frameSeconds, rates?.ToString());
    }

    private static LayerTime TimeOf(Launch launch, double[] seconds, IDeviceRates? rates) => new(
        launch.Layer, launch.Stage(), launch.Kernel, launch.Output().Shape.ToString(), launch.Operations(), seconds.Min(), Report.Median(seconds),
        rates?.FloorOf(launch));
}
