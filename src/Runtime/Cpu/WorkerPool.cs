using System.Diagnostics;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Cpu;

/// <summary>
/// A thread pool that replays plans. During a plan no thread sleeps: each takes groups of the current launch by one atomic addition, and the
/// thread that finishes the last group opens the next launch. Between plans all threads but the caller's sleep.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    /// <summary>The most threads that are started: more only wait for each other, and each takes memory.</summary>
    private static readonly int s_mostThreads = Math.Max(1024, Environment.ProcessorCount);

    private readonly WorkerContext[] _contexts;
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly int _widestVector;

    private Launch[] _launches = [];
    private int[] _chunks = [];
    private long[] _finished = [];
    private long _ticket; // the current launch's number in the upper half, its next group in the lower
    private int _groupsDone;
    private int _busyThreads;
    private KernelFaultException? _fault;
    private bool _stopping;

    /// <summary>Starts the threads, but never more than are of use.</summary>
    public WorkerPool(int threads, int widestVector)
    {
        threads = Math.Min(threads, s_mostThreads);
        _widestVector = widestVector;
        _contexts = [.. Enumerable.Range(0, threads).Select(_ => new WorkerContext())];
        _threads = [.. Enumerable.Range(1, threads - 1).Select(i => new Thread(() => Serve(_contexts[i])) { IsBackground = true, Name = $"LiVOS worker {i}" })];
        try
        {
            foreach (Thread thread in _threads) thread.Start();
        }
        catch (OutOfMemoryException)
        {
            Dispose();
            throw new DeviceMemoryException($"The machine cannot start {threads} threads; take fewer.");
        }
    }

    public int Threads => _contexts.Length;

    /// <summary>Runs the launches in order and returns when the last is done.</summary>
    /// <param name="launches">The launches to run.</param>
    /// <param name="chunks">For each launch, the number of groups that a thread takes at a time.</param>
    /// <param name="finished">Where not empty, receives the time stamp at which each launch ended.</param>
    public void Run(Launch[] launches, int[] chunks, long[] finished)
    {
        _launches = launches;
        _chunks = chunks;
        _finished = finished;
        _groupsDone = 0;
        _fault = null;
        _busyThreads = _threads.Length;
        Volatile.Write(ref _ticket, 0);
        if (_threads.Length > 0) _wake.Release(_threads.Length);

        KernelContext outer = KernelContext.Current;
        KernelContext.Current = _contexts[0];
        Work();
        KernelContext.Current = outer;

        var wait = default(SpinWait);
        while (Volatile.Read(ref _busyThreads) > 0) wait.SpinOnce(sleep1Threshold: -1);
        if (_fault is not null) throw _fault;
    }

    public void ReserveDynamicShared(long bytes)
    {
        foreach (WorkerContext context in _contexts) context.ReserveDynamic(bytes);
    }

    public void Dispose()
    {
        _stopping = true;
        if (_threads.Length > 0) _wake.Release(_threads.Length);
        foreach (Thread thread in _threads.Where(thread => thread.IsAlive)) thread.Join();
        foreach (WorkerContext context in _contexts) context.Dispose();
        _wake.Dispose();
    }

    private void Serve(WorkerContext context)
    {
        KernelContext.Current = context;
        while (true)
        {
            _wake.Wait();
            if (_stopping) return;
            Work();
            Interlocked.Decrement(ref _busyThreads);
        }
    }

    private void Work()
    {
        var wait = default(SpinWait);
        while (true)
        {
            long ticket = Volatile.Read(ref _ticket);
            int current = (int)(ticket >> 32);
            if (current >= _launches.Length) return;
            if ((uint)ticket >= (uint)_launches[current].Shape.Grid.Count)
            {
                wait.SpinOnce(sleep1Threshold: -1);
                continue;
            }

            // The launch may have changed since it was read; the ticket that the addition returns says which groups are ours.
            int chunk = _chunks[current];
            ticket = Interlocked.Add(ref _ticket, chunk) - chunk;
            current = (int)(ticket >> 32);
            if (current >= _launches.Length) return;
            Launch launch = _launches[current];
            int groups = launch.Shape.Grid.Count;
            int from = (int)Math.Min((uint)ticket, (uint)groups), to = Math.Min(from + chunk, groups);
            if (from == to) continue;

            RunGroups(launch, from, to);
            wait.Reset();
            if (Interlocked.Add(ref _groupsDone, to - from) == groups)
            {
                if (_finished.Length > 0) _finished[current] = Stopwatch.GetTimestamp();
                _groupsDone = 0;
                Volatile.Write(ref _ticket, (long)(current + 1) << 32);
            }
        }
    }

    private void RunGroups(Launch launch, int from, int to)
    {
        try
        {
            launch.Run(Launch.WidthFor(_widestVector, launch.VectorizedExtent), from, to);
        }
        catch (Exception exception)
        {
            // Whatever it is: on a worker's thread it would end the process, and without its groups the launch would never be done.
            Interlocked.CompareExchange(ref _fault, new KernelFaultException($"{launch} failed: {exception.Message}", exception), null);
        }
    }
}
