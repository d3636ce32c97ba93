using static LiVOS.Runtime.OpenCl.OpenClException;
using static LiVOS.Runtime.OpenCl.OpenClLibrary;

namespace LiVOS.Runtime.OpenCl;

/// <summary>The kernels of a plan, ready to be put into a queue.</summary>
internal sealed unsafe class PlanKernels : IDisposable
{
    private readonly LaunchKernel[] _kernels;

    public PlanKernels(OpenClDevice device, Plan plan, OpenClPrograms programs)
    {
        _kernels = new LaunchKernel[plan.Launches.Length];
        for (int i = 0; i < _kernels.Length; i++) _kernels[i] = new LaunchKernel(device, plan.Launches[i], programs.ProgramOf(plan.Launches[i], device.VectorWidth));
    }

    /// <summary>Runs the plan and waits for its end.</summary>
    public void Run(nint queue)
    {
        try
        {
            foreach (LaunchKernel kernel in _kernels)
            {
                kernel.PassArguments();
                kernel.Enqueue(queue, done: null);
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
    /// <param name="queue">A queue that takes times.</param>
    /// <param name="seconds">Receives the time of each kernel.</param>
    public void Run(nint queue, double[] seconds)
    {
        var done = new nint[_kernels.Length];
        try
        {
            for (int i = 0; i < done.Length; i++)
            {
                _kernels[i].PassArguments();
                fixed (nint* at = &done[i]) _kernels[i].Enqueue(queue, at);
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

    private static double SecondsOf(nint done)
    {
        const uint start = 0x1282, end = 0x1283;
        ulong from, to;
        Check(clGetEventProfilingInfo(done, start, sizeof(ulong), &from, null));
        Check(clGetEventProfilingInfo(done, end, sizeof(ulong), &to, null));
        return (to - from) * 1e-9;
    }
}
