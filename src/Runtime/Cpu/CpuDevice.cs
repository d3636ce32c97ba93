using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Cpu;

/// <summary>The CPU. Kernels run as plain C# methods with the widest vectors that the processor supports.</summary>
public sealed class CpuDevice : Device
{
    internal const string DeviceName = "cpu";

    private readonly Lock _running = new(); // two threads may have sessions on one device
    private readonly WorkerPool _pool;
    private readonly ConditionalWeakTable<Plan, Division> _divisions = [];

    /// <summary>Creates a device with its own threads.</summary>
    /// <param name="threads">The number of threads; by default one per processor.</param>
    /// <param name="vectorWidth">The lanes of its vectors: 16, 8, 4 or 1; by default the widest that the processor supports.</param>
    public CpuDevice(int? threads = null, int? vectorWidth = null)
    {
        VectorWidth = vectorWidth ?? WidestVector;
        if (VectorWidth is not (1 or 4 or 8 or 16)) throw new ArgumentOutOfRangeException(nameof(vectorWidth), "A vector has 16, 8, 4 or 1 lanes.");
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1);
        _pool = new WorkerPool(threads ?? Environment.ProcessorCount, VectorWidth);
    }

    /// <summary>The lanes of the widest vector that this processor supports.</summary>
    public static int WidestVector =>
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;

    /// <inheritdoc/>
    public override string Name => DeviceName;

    /// <inheritdoc/>
    public override string Description => Describe(Threads, VectorWidth);

    /// <inheritdoc/>
    public override int VectorWidth { get; }

    /// <summary>The number of threads that share a launch.</summary>
    public int Threads => _pool.Threads;

    /// <inheritdoc/>
    public override int Parallelism => Threads;

    /// <inheritdoc/>
    public override Schedule Schedule => Schedule.Cpu;

    /// <inheritdoc/>
    public override int SharedElements => int.MaxValue / sizeof(float);

    /// <inheritdoc/>
    public override DeviceBuffer Allocate(long bytes) => new CpuBuffer(bytes);

    /// <inheritdoc/>
    public override long ScratchBytes(Plan plan) => Threads * DivisionOf(plan).DynamicShared * sizeof(float);

    /// <inheritdoc/>
    public override void Run(Plan plan, double[]? seconds = null)
    {
        lock (_running) RunAlone(plan, seconds);
    }

    /// <summary>Stops the threads.</summary>
    public override void Dispose() => _pool.Dispose();

    internal static string Describe(int threads, int vectorWidth) => $"{threads} threads, vectors of {vectorWidth} floats";

    private void RunAlone(Plan plan, double[]? seconds)
    {
        Division division = DivisionOf(plan);
        _pool.ReserveDynamicShared(division.DynamicShared * sizeof(float));
        if (seconds is null)
        {
            _pool.Run(division.Launches, division.Chunks, []);
            return;
        }

        var finished = new long[division.Launches.Length];
        long before = Stopwatch.GetTimestamp();
        _pool.Run(division.Launches, division.Chunks, finished);
        for (int i = 0; i < finished.Length; i++)
        {
            seconds[i] = Stopwatch.GetElapsedTime(before, finished[i]).TotalSeconds;
            before = finished[i];
        }
    }

    private Division DivisionOf(Plan plan)
    {
        if (_divisions.TryGetValue(plan, out Division? division)) return division;
        division = new Division(plan, Threads);
        _divisions.Add(plan, division);
        return division;
    }

    /// <summary>Values that running a plan needs, computed once.</summary>
    private sealed class Division
    {
        private const int ChunksPerThread = 8;

        public Division(Plan plan, int threads)
        {
            Launches = plan.Launches.ToArray();
            Chunks = [.. Launches.Select(launch => Math.Max(1, launch.Shape.Grid.Count / (threads * ChunksPerThread)))];
            DynamicShared = Launches.Select(launch => (long)launch.Shape.DynamicShared).DefaultIfEmpty(0).Max();
            if (Launches.FirstOrDefault(launch => launch.Shape.Group.Count != 1) is { } grouped)
                throw new NotSupportedException($"{grouped} needs groups of several items; the CPU device runs groups of one.");
        }

        public Launch[] Launches { get; }

        public int[] Chunks { get; }

        public long DynamicShared { get; }
    }
}
