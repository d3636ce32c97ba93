namespace LiVOS.Runtime.Cuda;

/// <summary>
/// A plan in a stream. The first run, and the first after a tensor has moved, launches each kernel. The second run captures the launches as a
/// graph, and later runs replay it with one call. A plan that runs once is not worth a graph. Besides, the driver must not load kernels during
/// a capture, and by the second run it has loaded them all.
/// </summary>
internal sealed class CudaPlan
{
    private readonly CudaContext _context;
    private readonly CudaLaunch[] _launches;
    private readonly bool _synchronous, _graphs;
    private bool _ran; // with the arguments that the launches have now
    private nint _graph;

    /// <summary>Prepares a plan.</summary>
    /// <param name="device">The device.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="kernels">The kernel of each launch.</param>
    /// <param name="options">The options.</param>
    public CudaPlan(CudaDevice device, Plan plan, CudaKernel[] kernels, CudaOptions options)
    {
        _context = device.Context;
        _synchronous = options.Synchronous;
        _graphs = options.Graphs && !options.Synchronous;
        _launches = new CudaLaunch[kernels.Length];
        for (int i = 0; i < kernels.Length; i++) _launches[i] = new CudaLaunch(device, plan.Launches[i], kernels[i]);
    }

    ~CudaPlan()
    {
        nint graph = _graph;
        if (graph != 0) _context.Retire(() => _context.Driver.cuGraphExecDestroy(graph));
    }

    /// <summary>Enqueues the plan in the compute stream; the queue must be held.</summary>
    public void Run()
    {
        CudaDriver cu = _context.Driver;
        PassArguments();
        if (!_ran || !_graphs)
        {
            foreach (CudaLaunch launch in _launches)
            {
                launch.Enqueue(cu, _context.Compute);
                if (_synchronous) launch.Finish(cu, _context.Compute);
            }
        }
        else
        {
            if (_graph == 0) _graph = Capture(cu);
            cu.Check(cu.cuGraphLaunch(_graph, _context.Compute), "cuGraphLaunch");
        }

        _ran = true;
    }

    /// <summary>Runs the plan launch by launch and waits for its end; the queue must be held.</summary>
    /// <param name="seconds">Receives the time of each launch.</param>
    public void Run(double[] seconds)
    {
        CudaDriver cu = _context.Driver;
        PassArguments();
        using var clock = new CudaClock(_context, _launches.Length + 1);
        clock.Tick();
        foreach (CudaLaunch launch in _launches)
        {
            launch.Enqueue(cu, _context.Compute);
            clock.Tick();
            if (_synchronous) launch.Finish(cu, _context.Compute);
        }

        clock.Read(seconds.AsSpan(0, _launches.Length));
        _ran = true;
    }

    /// <summary>Frees the graph.</summary>
    public void Free()
    {
        if (_graph != 0) _context.Free(() => _context.Driver.cuGraphExecDestroy(_graph));
        _graph = 0;
    }

    private void PassArguments()
    {
        bool changed = false;
        foreach (CudaLaunch launch in _launches) changed |= launch.PassArguments();
        if (!changed) return;
        Free();
        _ran = false;
    }

    private nint Capture(CudaDriver cu)
    {
        const int threadLocal = 1; // other threads may allocate meanwhile
        cu.Check(cu.cuStreamBeginCapture_v2(_context.Recorder, threadLocal), "cuStreamBeginCapture");
        nint graph;
        try
        {
            foreach (CudaLaunch launch in _launches) launch.Enqueue(cu, _context.Recorder);
        }
        catch
        {
            if (cu.cuStreamEndCapture(_context.Recorder, out graph) == CudaError.Success) cu.cuGraphDestroy(graph);
            throw;
        }

        cu.Check(cu.cuStreamEndCapture(_context.Recorder, out graph), "cuStreamEndCapture");
        int code = Instantiate(cu, graph, out nint executable);
        cu.cuGraphDestroy(graph);
        cu.Check(code, $"cuGraphInstantiate of {_launches.Length} launches");
        return executable;
    }

    private static unsafe int Instantiate(CudaDriver cu, nint graph, out nint executable) =>
        cu.cuGraphInstantiate_v2(out executable, graph, null, null, 0);
}
