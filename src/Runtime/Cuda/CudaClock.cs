namespace LiVOS.Runtime.Cuda;

/// <summary>Measures the device's time between points of the compute stream.</summary>
internal sealed class CudaClock(CudaContext context, int ticks) : IDisposable
{
    private readonly nint[] _events = new nint[ticks];
    private int _next;

    /// <summary>Marks this point of the stream.</summary>
    public void Tick()
    {
        CudaDriver cu = context.Driver;
        cu.Check(cu.cuEventCreate(out _events[_next], 0));
        cu.Check(cu.cuEventRecord(_events[_next++], context.Compute));
    }

    /// <summary>Waits for the last tick and returns the seconds from each to the next.</summary>
    public void Read(Span<double> seconds)
    {
        context.Wait();
        CudaDriver cu = context.Driver;
        for (int i = 0; i < seconds.Length; i++)
        {
            cu.Check(cu.cuEventElapsedTime(out float milliseconds, _events[i], _events[i + 1]));
            seconds[i] = milliseconds / 1000.0;
        }
    }

    public void Dispose()
    {
        foreach (nint one in _events)
            if (one != 0) context.Driver.cuEventDestroy_v2(one);
    }
}
