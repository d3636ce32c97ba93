using System.Diagnostics;
using LiVOS.Bench.Clips;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Weights;

namespace LiVOS.Bench;

/// <summary>A network and a clip, which every command measures.</summary>
internal sealed class Workload : IDisposable
{
    private readonly int[] _ids;
    private int _next;

    /// <summary>Loads the weights and starts the clip.</summary>
    /// <param name="weights">The weights; read in the constructor only.</param>
    /// <param name="clip">The frames.</param>
    /// <param name="device">The device; it is disposed with the workload.</param>
    /// <param name="precision">The precision of convolutions.</param>
    /// <param name="bands">The bands of rows of layers of high resolution.</param>
    public Workload(ITensorSource weights, Clip clip, Device device, Precision precision, int bands = 1)
    {
        Clip = clip;
        Device = device;
        Network = Network.Load(weights, Device, precision);
        Segmenter = new Segmenter(Network, new FrameGeometry(clip.Height, clip.Width), bands: bands);
        Bands = bands;
        _ids = new int[clip.Height * clip.Width];
    }

    public Clip Clip { get; }

    public Device Device { get; }

    public Network Network { get; }

    public Segmenter Segmenter { get; }

    public int Bands { get; }

    /// <summary>Segments the clip's next frame.</summary>
    /// <returns>The time from the frame's pixels in memory to its object ids in memory, and the bytes allocated in it.</returns>
    public (double Seconds, long AllocatedBytes) Step()
    {
        float[] frame = Clip.Frame(_next);
        int[] mask = _next == 0 ? Clip.Mask : [];
        _next++;
        long allocated = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
        Segmenter.Step(frame, mask, _ids);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (seconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    /// <summary>Segments warm-up frames: the first, which has the prompt mask, and those that create everything that later frames reuse.</summary>
    public void WarmUp(int frames = 3)
    {
        for (int i = 0; i < frames; i++) Step();
    }

    public void Dispose()
    {
        Segmenter.Dispose();
        Network.Dispose();
        Device.Dispose();
    }
}
