using LiVOS.Runtime.Language;
using LiVOS.Runtime.OpenCl;
using static LiVOS.Testing.Devices.OpenClTest;

namespace LiVOS.Runtime.Tests.OpenCl;

public sealed class OpenClDeviceTests
{
    public static TheoryData<string> Devices => Names;

    [SkippableTheory, MemberData(nameof(Devices))]
    public void A_device_says_what_it_is(string name)
    {
        using OpenClDevice device = Open(name);

        Assert.Equal(name, device.Name);
        Assert.Contains(device.Info.ProductName, device.Description);
        Assert.True(device.Info.MemoryBytes >= device.Info.MaxAllocationBytes && device.Info.MaxAllocationBytes > 0);
        Assert.True(device.SharedElements >= 1024 && device.Parallelism >= 1);
        Assert.Contains(device.VectorWidth, new[] { 16, 8, 4 });
        Assert.Equal(device.Info.Kind == DeviceKind.Processor ? Schedule.Cpu : Schedule.Gpu, device.Schedule);
        using OpenClDevice other = Open(name, new OpenClOptions { CacheFolder = null, VectorWidth = 1, Schedule = Schedule.Gpu });
        Assert.Equal((1, Schedule.Gpu), (other.VectorWidth, other.Schedule));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(name, new OpenClOptions { VectorWidth = 2 }));
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Buffers_check_their_bounds_and_grow(string name)
    {
        using OpenClDevice device = Open(name);
        using DeviceBuffer buffer = device.Allocate(10);

        buffer.Write(7, [1, 2, 3]);
        byte[] read = new byte[3];
        buffer.Read(7, read);

        Assert.Equal([1, 2, 3], read);
        buffer.Write(10, []);
        Assert.Throws<NotSupportedException>(() => buffer.HostAddress);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(8, [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(-1, read));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(long.MaxValue, read));
        buffer.Reserve(5);
        Assert.Equal(10, buffer.Bytes);
        buffer.Reserve(1000);
        Assert.Equal(1000, buffer.Bytes);
        buffer.Write(997, [4, 5, 6]);
        buffer.Read(997, read);
        Assert.Equal([4, 5, 6], read);
        buffer.Dispose();
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(0, read));
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void A_device_that_is_disposed_of_says_so(string name)
    {
        OpenClDevice device = Open(name);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, new float[8]), y = device.New(memory, new float[8]);
        Plan plan = PlanOf(device, TextLaunch.Scale(x, y, 3));
        plan.Run();
        device.Dispose();

        Assert.Throws<ObjectDisposedException>(() => device.Allocate(10));
        Assert.Throws<ObjectDisposedException>(() => x.ToArray());
        Assert.Throws<ObjectDisposedException>(() => x.Write(new float[8]));
        Assert.Throws<ObjectDisposedException>(() => plan.Run());
        device.Dispose();
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Memory_that_the_device_lacks_is_refused_in_words(string name)
    {
        using OpenClDevice device = Open(name);

        string message = Assert.Throws<DeviceMemoryException>(() => device.Allocate(1L << 60)).Message;
        Assert.Contains(name, message);
        Assert.Contains("smaller frame size", message);
        Assert.Contains($"{device.Info.MemoryBytes / 1e6:F0} MB", message);

        using DeviceBuffer taken = device.Allocate(1_000_000);
        Assert.Throws<DeviceMemoryException>(() => device.Allocate(device.Info.MemoryBytes - 999_999));
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Items_run_once_each_and_launches_keep_their_order(string name)
    {
        using OpenClDevice device = Open(name);
        using var memory = new DeviceMemory();
        foreach (int items in new[] { 1, 63, 64, 1000, 100_001 })
        {
            float[] values = [.. Enumerable.Range(0, items).Select(i => i % 1000f)];
            Tensor<float> x = device.New(memory, values), y = device.New(memory, new float[items]), z = device.New(memory, new float[items]);

            PlanOf(device, TextLaunch.Scale(x, y, 3), TextLaunch.Scale(y, z, 2), TextLaunch.Scale(y, x, 4)).Run();

            Assert.Equal(values.Select(value => 6 * value), z.ToArray());
            Assert.Equal(values.Select(value => 12 * value), x.ToArray());
        }
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Tensors_of_an_arena_lie_at_their_offsets(string name)
    {
        using OpenClDevice device = Open(name);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f, 2, 3), y = device.New(memory, 0f, 0, 0);
        var builder = new PlanBuilder(device);
        Tensor<float> a = builder.Intermediate("a", x.Shape), b = builder.Intermediate("b", x.Shape), c = builder.Intermediate("c", x.Shape);
        builder.Add(TextLaunch.Scale(x, a, 2));
        builder.Add(TextLaunch.Scale(a, b, 3));
        builder.Add(TextLaunch.Scale(b, c, 5));
        builder.Add(TextLaunch.Scale(c, y, 7));
        Plan plan = builder.Build();

        Assert.Contains("'a'", Assert.Throws<InvalidOperationException>(plan.Run).Message);
        using DeviceBuffer arena = device.Allocate(1);
        plan.Bind(arena);
        plan.Run();
        Assert.Equal([210, 420, 630], y.ToArray());

        // The arena grows for another plan, and the first is bound to another arena: its kernels follow.
        arena.Reserve(1_000_000);
        y.Clear();
        plan.Run();
        Assert.Equal([210, 420, 630], y.ToArray());
        using DeviceBuffer other = device.Allocate(1);
        plan.Bind(other);
        arena.Dispose();
        y.Clear();
        plan.Run();
        Assert.Equal([210, 420, 630], y.ToArray());
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Every_kind_of_argument_arrives(string name)
    {
        using OpenClDevice device = Open(name);
        using var memory = new DeviceMemory();
        Tensor<long> y = device.New(memory, new long[10]);
        var launch = new TextLaunch(
            "Take",
            """
            kernel void Take(global long* y, long at, char a, uchar b, short c, ushort d, int e, uint f, long g, ulong h, float i, int j)
            {
                long all[10] = { a, b, c, d, e, f, g, (long)h, as_int(i), j };
                for (int k = 0; k < 10; k++) y[at + k] = all[k];
            }
            """,
            LaunchShape.Tiles(1),
            arguments =>
            {
                arguments.Pass(y);
                arguments.Pass(sbyte.MinValue);
                arguments.Pass(byte.MaxValue);
                arguments.Pass(short.MinValue);
                arguments.Pass(ushort.MaxValue);
                arguments.Pass(int.MinValue);
                arguments.Pass(uint.MaxValue);
                arguments.Pass(long.MinValue);
                arguments.Pass(ulong.MaxValue - 1);
                arguments.Pass(-1.5f);
                arguments.Pass(1);
            },
            y);

        PlanOf(device, launch).Run();

        Assert.Equal(
            [sbyte.MinValue, byte.MaxValue, short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue, long.MinValue, -2,
                BitConverter.SingleToInt32Bits(-1.5f), 1],
            y.ToArray());
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Groups_have_shared_memory_and_barriers(string name)
    {
        const int group = 32, grid = 50;
        using OpenClDevice device = Open(name);
        using var memory = new DeviceMemory();
        float[] values = [.. Enumerable.Range(0, group * grid).Select(i => i % 10f)];
        Tensor<float> x = device.New(memory, values), sums = device.New(memory, new float[grid]);
        var launch = new TextLaunch(
            "Reduce",
            """
            kernel void Reduce(global const float* x, long xStart, global float* sums, long sumsStart, local float* partial)
            {
                int item = get_local_id(0);
                partial[item] = x[xStart + get_global_id(0)];
                barrier(CLK_LOCAL_MEM_FENCE);
                for (int step = get_local_size(0) / 2; step > 0; step /= 2)
                {
                    if (item < step) partial[item] += partial[item + step];
                    barrier(CLK_LOCAL_MEM_FENCE);
                }
                if (item == 0) sums[sumsStart + get_group_id(0)] = partial[0];
            }
            """,
            new LaunchShape(new(grid), new(group), DynamicShared: group),
            arguments =>
            {
                arguments.Pass(x);
                arguments.Pass(sums);
            },
            x, sums)
        { TakesDynamicShared = true };

        PlanOf(device, launch).Run();

        Assert.Equal(values.Chunk(group).Select(chunk => chunk.Sum()), sums.ToArray());
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Grids_and_groups_have_three_axes(string name)
    {
        using OpenClDevice device = Open(name);
        using var memory = new DeviceMemory();
        var shape = new LaunchShape(new(2, 3, 4), new(4, 2, 1));
        int count = shape.Grid.Count * shape.Group.Count;
        Tensor<int> y = device.New(memory, new int[count]);
        var launch = new TextLaunch(
            "Number",
            """
            kernel void Number(global int* y, long at)
            {
                int group = (get_group_id(2) * get_num_groups(1) + get_group_id(1)) * get_num_groups(0) + get_group_id(0);
                int item = get_local_id(1) * get_local_size(0) + get_local_id(0);
                y[at + group * 8 + item] = group * 8 + item;
            }
            """,
            shape, arguments => arguments.Pass(y), y);

        PlanOf(device, launch).Run();

        Assert.Equal(Enumerable.Range(0, count), y.ToArray());
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Launches_too_large_for_the_device_are_refused_by_name(string name)
    {
        using OpenClDevice device = Open(name);
        const string text = "kernel void Large(local float* scratch) { }";
        var group = new TextLaunch("Large", text, new LaunchShape(new(1), new((int)device.Info.MaxGroup + 1)), _ => { }) { TakesDynamicShared = true };
        var shared = new TextLaunch("Large", text, LaunchShape.Tiles(1, dynamicShared: device.SharedElements + 1), _ => { }) { TakesDynamicShared = true };

        Assert.Contains("Text.Large has groups of", Assert.Throws<OpenClException>(PlanOf(device, group).Run).Message);
        Assert.Contains("Text.Large asks for", Assert.Throws<OpenClException>(PlanOf(device, shared).Run).Message);
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void A_kernel_on_tensor_cores_is_refused(string name)
    {
        using OpenClDevice device = Open(name);
        using var memory = new DeviceMemory();
        Launch launch = Launches.FaultyKernels.HalfLoad(LaunchShape.Tiles(1), device.New(memory, new int[32]));

        string why = Assert.Throws<NotSupportedException>(PlanOf(device, launch).Run).Message;

        Assert.Equal("FaultyKernels.HalfLoad has no OpenCL C, because it uses tensor cores or asynchronous copies: it runs on NVIDIA devices only.", why);
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void A_kernel_that_does_not_compile_brings_the_drivers_log(string name)
    {
        using OpenClDevice device = Open(name);
        var broken = new TextLaunch("Broken", "kernel void Broken(global float* y) { y[0] = missing; }", LaunchShape.Tiles(1), _ => { });

        var error = Assert.Throws<OpenClBuildException>(PlanOf(device, broken).Run);

        Assert.Equal("Text.Broken", error.Kernel);
        Assert.Contains("missing", error.Log);
        Assert.Contains("CL_BUILD_PROGRAM_FAILURE", error.Message);
        Assert.Contains(error.Log, error.Message);
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void A_failing_call_is_named_with_its_error(string name)
    {
        using OpenClDevice device = Open(name);
        var misnamed = new TextLaunch("Misnamed", "kernel void Other() { }", LaunchShape.Tiles(1), _ => { });
        var tooMany = new TextLaunch("None", "kernel void None() { }", LaunchShape.Tiles(1), arguments => arguments.Pass(1));

        var error = Assert.Throws<OpenClException>(PlanOf(device, misnamed).Run);
        Assert.Contains("clCreateKernel(\"Misnamed\") failed: CL_INVALID_KERNEL_NAME (-46)", error.Message);
        Assert.Contains("Text.None: clSetKernelArg of argument 0", Assert.Throws<OpenClException>(PlanOf(device, tooMany).Run).Message);
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Launches_without_OpenCL_C_and_tensors_of_other_devices_are_refused(string name)
    {
        using OpenClDevice device = Open(name);
        using var tensors = new HostTensors();
        using var memory = new DeviceMemory();
        Tensor<float> here = device.New(memory, 1f), elsewhere = tensors.New("elsewhere", 1f);

        Assert.Contains("Recorded.Launch", Assert.Throws<NotSupportedException>(PlanOf(device, new RecordedLaunch(1, _ => { })).Run).Message);
        Assert.Contains("'elsewhere'", Assert.Throws<InvalidOperationException>(PlanOf(device, TextLaunch.Scale(elsewhere, here, 1)).Run).Message);
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Each_launch_gets_its_time(string name)
    {
        using OpenClDevice device = Open(name);
        using var memory = new DeviceMemory();
        Tensor<float> small = device.New(memory, 1f), large = device.New(memory, new float[4_000_000]);
        Plan plan = PlanOf(device, TextLaunch.Scale(small, small, 2), TextLaunch.Scale(large, large, 1), TextLaunch.Scale(small, small, 2));
        var seconds = new double[3];

        device.Run(plan, seconds);

        Assert.Equal(4, small.ToArray()[0]);
        Assert.All(seconds, time => Assert.InRange(time, 1e-9, 60));
        Assert.True(seconds[1] > seconds[0] && seconds[1] > seconds[2], string.Join(" s, ", seconds));
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Two_devices_work_side_by_side(string name)
    {
        using OpenClDevice one = Open(name), other = Open(name);
        using DeviceMemory ofOne = new(), ofOther = new();
        Tensor<float> x = one.New(ofOne, 1f, 2), y = other.New(ofOther, 10f, 20);
        Plan first = PlanOf(one, TextLaunch.Scale(x, x, 2)), second = PlanOf(other, TextLaunch.Scale(y, y, 3));

        Parallel.Invoke(
            () => { for (int i = 0; i < 5; i++) first.Run(); },
            () => { for (int i = 0; i < 3; i++) second.Run(); });

        Assert.Equal([32, 64], x.ToArray());
        Assert.Equal([270, 540], y.ToArray());
        Assert.Throws<InvalidOperationException>(PlanOf(one, TextLaunch.Scale(x, y, 1)).Run);
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void A_replay_allocates_nothing(string name)
    {
        using OpenClDevice device = Open(name);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f, 2);
        Plan plan = PlanOf(device, [.. Enumerable.Range(0, 20).Select(_ => TextLaunch.Scale(x, x, 1))]);
        for (int warmUp = 0; warmUp < 100; warmUp++) plan.Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int replay = 0; replay < 100; replay++) plan.Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Compiling_tells_how_far_it_is(string name)
    {
        var heard = new Heard();
        using OpenClDevice device = Open(name, new OpenClOptions { CacheFolder = null, Progress = heard });
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f);
        Plan plan = PlanOf(device, TextLaunch.Scale(x, x, 1, "one"), TextLaunch.Scale(x, x, 1, "two"), TextLaunch.Scale(x, x, 2, "one"));

        plan.Run();
        plan.Run();

        Assert.Equal([.. Enumerable.Range(1, 6).Select(step => new KernelProgress("Text.Scale", step, 6))], heard.Reports);
    }

    [SkippableTheory, MemberData(nameof(Devices))]
    public void Dividing_by_zero_is_still_an_error_of_the_program(string name)
    {
        using OpenClDevice device = Open(name);
        int zero = int.Parse("0");
        Assert.Throws<DivideByZeroException>(() => 1 / zero);
    }

    [Fact]
    public void A_missing_library_means_no_devices()
    {
        OpenClDevices devices = OpenClDevices.Find(["libNoSuchOpenCL.so.1"]);

        Assert.Empty(devices.All);
        Assert.StartsWith("no OpenCL library (libNoSuchOpenCL.so.1); install", devices.WhyNone);
    }

    private sealed class Heard : IProgress<KernelProgress>
    {
        public List<KernelProgress> Reports { get; } = [];

        public void Report(KernelProgress value)
        {
            lock (Reports) Reports.Add(value);
        }
    }
}
