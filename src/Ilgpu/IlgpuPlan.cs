using System.Diagnostics;
using ILGPU.Runtime;
using LiVOS.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>A plan on an accelerator: its launches with their kernels, enqueued one after another.</summary>
internal sealed class IlgpuPlan
{
    private readonly IlgpuDevice _device;
    private readonly IlgpuLaunch[] _launches;

    public IlgpuPlan(IlgpuDevice device, Plan plan, CompiledKernel[] kernels)
    {
        _device = device;
        _launches = new IlgpuLaunch[kernels.Length];
        for (int i = 0; i < kernels.Length; i++) _launches[i] = new IlgpuLaunch(device, plan.Launches[i], kernels[i]);
    }

    /// <summary>Enqueues the plan.</summary>
    public void Run()
    {
        foreach (IlgpuLaunch launch in _launches) launch.PassArguments();
        foreach (IlgpuLaunch launch in _launches) launch.Enqueue(_device.Stream);
    }

    /// <summary>Runs the plan launch by launch and waits for its end.</summary>
    /// <param name="seconds">Receives the time of each launch: the accelerator's, where the context has profiling; else the host's.</param>
    public void Run(double[] seconds)
    {
        foreach (IlgpuLaunch launch in _launches) launch.PassArguments();
        if (_device.HasMarkers) RunWithMarkers(seconds);
        else RunWithClock(seconds);
    }

    private void RunWithMarkers(double[] seconds)
    {
        AcceleratorStream stream = _device.Stream;
        ProfilingMarker[] markers = new ProfilingMarker[_launches.Length + 1];
        markers[0] = stream.AddProfilingMarker();
        for (int i = 0; i < _launches.Length; i++)
        {
            _launches[i].Enqueue(stream);
            markers[i + 1] = stream.AddProfilingMarker();
        }

        _device.Wait();
        for (int i = 0; i < _launches.Length; i++) seconds[i] = markers[i + 1].MeasureFrom(markers[i]).TotalSeconds;
        foreach (ProfilingMarker marker in markers) marker.Dispose();
    }

    private void RunWithClock(double[] seconds)
    {
        _device.Wait();
        for (int i = 0; i < _launches.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _launches[i].Enqueue(_device.Stream);
            _device.Wait();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
