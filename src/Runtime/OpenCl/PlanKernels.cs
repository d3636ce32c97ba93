using static LiVOS.Runtime.OpenCl.OpenClException;
using static LiVOS.Runtime.OpenCl.OpenClLibrary;

namespace LiVOS.Runtime.OpenCl;

/// <summary>The kernels of a plan, ready to be enqueued.</summary>
internal sealed unsafe class PlanKernels : IDisposable
{
    private readonly LaunchKernel[] _kernels;

    /// <summary>Creates the kernels.</summary>
    /// <param name="device">The device.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="programs">The program of each launch.</param>
    public PlanKernels(OpenClDevice device, Plan plan, OpenClProgram[] programs)
    {
        _kernels = new LaunchKernel[programs.Length];
        for (int i = 0; i < _kernels.Length; i++) _kernels[i] = new LaunchKernel(device, plan.Launches[i], programs[i]);
    }

    /// <summary>Runs the plan and waits for its end.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="onRun">Called after each kernel's run; null is faster.</param>
    public void Run(nint queue, Action<OpenClProgram>? onRun)
    {
        try
        {
            foreach (LaunchKernel kernel in _kernels)
            {
                kernel.PassArguments();
                kernel.Enqueue(queue, done: null);
                if (onRun is not null) Finish(queue, kernel, onRun);
            }
        }
        catch
        {
            clFinish(queue); // what was begun must not outlive the memory it works on
            throw;
        }

        Check(clFinish(queue));
    }

    /// <summary>Runs the plan and waits for its end.</summary>
    /// <param name="queue">A queue with profiling enabled.</param>
    /// <param name="onRun">Called after each kernel's run; null is faster.</param>
    /// <param name="seconds">Receives the time of each kernel.</param>
    public void Run(nint queue, Action<OpenClProgram>? onRun, double[] seconds)
    {
        var done = new nint[_kernels.Length];
        try
        {
            for (int i = 0; i < done.Length; i++)
            {
                _kernels[i].PassArguments();
                fixed (nint* at = &done[i]) _kernels[i].Enqueue(queue, at);
                if (onRun is not null) Finish(queue, _kernels[i], onRun);
            }

            Check(clFinish(queue));
            for (int i = 0; i < done.Length; i++) seconds[i] = SecondsOf(done[i]);
        }
        finally
        {
            clFinish(queue);
            foreach (nint one in done.Where(one => one != 0)) clReleaseEvent(one);
        }
    }

    public void Dispose()
    {
        foreach (LaunchKernel kernel in _kernels) kernel.Dispose();
    }

    private static void Finish(nint queue, LaunchKernel kernel, Action<OpenClProgram> onRun)
    {
        Check(clFinish(queue));
        onRun(kernel.Program);
    }

    private static double SecondsOf(nint done)
    {
        const uint start = 0x1282, end = 0x1283;
        ulong from, to;
        Check(clGetEventProfilingInfo(done, start, sizeof(ulong), &from, null));
        Check(clGetEventProfilingInfo(done, end, sizeof(ulong), &to, null));
        return (to - from) * 1e-9;
    }
}
