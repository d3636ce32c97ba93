using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Tests;

public class CpuDeviceTests
{
    public static TheoryData<int> ThreadCounts => [1, 2, 3, 5];

    [Theory, MemberData(nameof(ThreadCounts))]
    public void Every_group_runs_once_and_launches_keep_their_order(int threads)
    {
        using var device = new CpuDevice(threads);
        int[] sizes = [1, 7, 2, 1000, 1, 1, 333, 16, 41, 3];
        int[][] runs = [.. sizes.Select(size => new int[size])];
        int[] done = new int[sizes.Length];
        int early = 0;
        Plan plan = PlanOf(device, [.. sizes.Select((size, launch) => new RecordedLaunch(size, group =>
        {
            if (launch > 0 && Volatile.Read(ref done[launch - 1]) < sizes[launch - 1]) Interlocked.Increment(ref early);
            Interlocked.Increment(ref runs[launch][group]);
            Interlocked.Increment(ref done[launch]);
        }))]);

        for (int replay = 0; replay < 1000; replay++)
        {
            Array.Clear(done);
            plan.Run();
        }

        Assert.All(runs.SelectMany(groups => groups), count => Assert.Equal(1000, count));
        Assert.Equal(0, early);
    }

    /// <summary>As where two sessions share a device.</summary>
    [Fact]
    public void Plans_of_several_threads_run_one_after_another()
    {
        using var device = new CpuDevice(threads: 2);
        int running = 0, together = 0;
        int[] groups = new int[3];
        Thread[] threads = [.. groups.Select((_, number) => new Thread(() =>
        {
            Plan plan = PlanOf(device, new RecordedLaunch(1, _ => together += Interlocked.Increment(ref running) - 1), new RecordedLaunch(40, _ =>
            {
                Interlocked.Increment(ref groups[number]);
                Thread.Yield(); // to another thread's plan, if it may run
            }), new RecordedLaunch(1, _ => Interlocked.Decrement(ref running)));
            for (int i = 0; i < 300; i++) plan.Run();
        })
        { IsBackground = true })];
        foreach (Thread thread in threads) thread.Start();

        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromMinutes(2)), "A plan does not come to an end."));
        Assert.Equal([12000, 12000, 12000], groups);
        Assert.Equal(0, together);
    }

    [Theory, MemberData(nameof(ThreadCounts))]
    public void A_fault_surfaces_and_the_device_goes_on(int threads)
    {
        using var device = new CpuDevice(threads);
        int good = 0;
        Plan faulty = PlanOf(
            device,
            new RecordedLaunch(100, group => { if (group % 3 == 0) throw new InvalidOperationException($"group {group}"); }),
            new RecordedLaunch(5, _ => throw new KernelFaultException("second launch")));
        Plan sound = PlanOf(device, new RecordedLaunch(100, _ => Interlocked.Increment(ref good)));

        for (int i = 0; i < 20; i++)
        {
            var fault = Assert.Throws<KernelFaultException>(faulty.Run);
            Assert.Matches(@"^Recorded\.Launch failed: group \d+$", fault.Message);
            Assert.IsType<InvalidOperationException>(fault.InnerException);
            sound.Run();
        }

        Assert.Equal(2000, good);
    }

    [Fact]
    public void A_plan_that_is_not_bound_fails_with_the_tensors_name()
    {
        using var device = new CpuDevice(threads: 2);
        var builder = new PlanBuilder(device);
        Tensor<float> hidden = builder.Intermediate("hidden", Shape.Vector(4));
        builder.Add(Launches.SoundKernels.Double(1, 4, hidden, hidden, 4));
        Plan plan = builder.Build();

        Assert.Contains("'hidden'", Assert.Throws<KernelFaultException>(plan.Run).Message);
        using DeviceBuffer arena = device.Allocate(plan.Arena.Bytes);
        plan.Bind(arena);
        plan.Run();
    }

    [Theory, MemberData(nameof(ThreadCounts))]
    public void A_replay_allocates_nothing(int threads)
    {
        using var device = new CpuDevice(threads);
        var first = new long[4096];
        var last = new long[4096];
        Action<int> measure = _ =>
        {
            int thread = Environment.CurrentManagedThreadId;
            last[thread] = GC.GetAllocatedBytesForCurrentThread();
            if (first[thread] == 0) first[thread] = last[thread];
        };
        Plan plan = PlanOf(device, [.. Enumerable.Range(1, 20).Select(i => new RecordedLaunch(i * 10, measure))]);
        for (int warmUp = 0; warmUp < 100; warmUp++) plan.Run();
        Array.Clear(first);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int replay = 0; replay < 200; replay++) plan.Run();
        long after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(before, after);
        Assert.All(first.Zip(last).Where(thread => thread.First != 0), thread => Assert.Equal(thread.First, thread.Second));
    }

    [Fact]
    public void Each_launch_gets_its_time()
    {
        using var device = new CpuDevice(threads: 2);
        Plan plan = PlanOf(device, new RecordedLaunch(1, _ => Thread.Sleep(30)), new RecordedLaunch(4, _ => { }));
        var seconds = new double[2];

        device.Run(plan, seconds);

        Assert.True(seconds[0] >= 0.025 && seconds[1] >= 0, $"{seconds[0]} s, {seconds[1]} s");
    }

    [Fact]
    public void An_empty_plan_runs()
    {
        using var device = new CpuDevice(threads: 2);
        PlanOf(device).Run();
    }

    [Fact]
    public void Groups_get_dynamic_shared_memory_of_their_launchs_length()
    {
        using var tensors = new HostTensors();
        using var device = new CpuDevice(threads: 2);
        Tensor<float> y = tensors.Output(100), z = tensors.Output(3);

        PlanOf(device, Launches.SoundKernels.Scratch(LaunchShape.Tiles(100, dynamicShared: 9), y, 8)).Run();
        Plan outside = PlanOf(
            device, Launches.SoundKernels.Scratch(LaunchShape.Tiles(3, dynamicShared: 9), z, 8),
            Launches.SoundKernels.Scratch(LaunchShape.Tiles(3, dynamicShared: 8), z, 8));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), y.ToArray());
        Assert.Contains("elements 8 to 8 of a view of 8 elements", Assert.Throws<KernelFaultException>(outside.Run).Message);
    }

    [Fact]
    public void Groups_of_several_items_are_refused()
    {
        using var tensors = new HostTensors();
        using var device = new CpuDevice(threads: 1);
        Plan plan = PlanOf(device, Launches.SoundKernels.Butterfly(new LaunchShape(new(1), new(2)), tensors.Output(2), tensors.Output(2), 1));
        Assert.Contains("SoundKernels.Butterfly", Assert.Throws<NotSupportedException>(plan.Run).Message);
    }

    [Fact]
    public void Odd_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuDevice(threads: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuDevice(vectorWidth: 2));
    }

    [Fact]
    public void Buffers_check_their_bounds_and_grow()
    {
        using var device = new CpuDevice(threads: 1);
        using DeviceBuffer buffer = device.Allocate(10);

        buffer.Write(7, [1, 2, 3]);
        byte[] read = new byte[3];
        buffer.Read(7, read);

        Assert.Equal([1, 2, 3], read);
        Assert.Equal(0, buffer.HostAddress % 64);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(8, [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(-1, read));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(long.MaxValue, read));
        buffer.Reserve(5);
        Assert.Equal(10, buffer.Bytes);
        buffer.Reserve(1000);
        Assert.Equal(1000, buffer.Bytes);
        Assert.Equal(0, buffer.HostAddress % 64);
        buffer.Dispose();
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(0, read));
    }

    [Fact]
    public void Memory_that_the_machine_lacks_is_refused_in_words()
    {
        using var device = new CpuDevice(threads: 1);
        Assert.Contains("smaller frame size", Assert.Throws<DeviceMemoryException>(() => device.Allocate(1L << 60)).Message);
    }

    private static Plan PlanOf(Device device, params Launch[] launches)
    {
        var builder = new PlanBuilder(device);
        foreach (Launch launch in launches) builder.Add(launch);
        return builder.Build();
    }
}
