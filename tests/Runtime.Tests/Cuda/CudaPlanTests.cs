using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.Language;
using LiVOS.Testing.Cuda;
using static LiVOS.Testing.Devices.OpenClTest;

namespace LiVOS.Runtime.Tests.Cuda;

public sealed class CudaPlanTests
{
    [Fact]
    public void Items_run_once_each_and_launches_keep_their_order()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        using var memory = new DeviceMemory();
        foreach (int items in new[] { 1, 63, 64, 1000, 5001 })
        {
            float[] values = [.. Enumerable.Range(0, items).Select(i => i % 1000f)];
            Tensor<float> x = device.New(memory, values), y = device.New(memory, new float[items]), z = device.New(memory, new float[items]);

            PlanOf(device, PtxLaunch.Scale(x, y, 3), PtxLaunch.Scale(y, z, 2), PtxLaunch.Scale(y, x, 4)).Run();

            Assert.Equal(values.Select(value => 6 * value), z.ToArray());
            Assert.Equal(values.Select(value => 12 * value), x.ToArray());
        }
    }

    [Theory]
    [InlineData(4, 8)]
    [InlineData(4, 6)]
    [InlineData(1, 8)]
    public void A_compiled_kernel_gives_what_the_processor_gives(int width, int channels)
    {
        const int rows = 100;
        float[] values = HostTensors.Numbers(rows * channels, seed: 1);
        float[] expected = Doubled(new CpuDevice(threads: 1)), actual = Doubled(CudaUnderTest.Open(width));
        Assert.Equal(expected, actual);

        float[] Doubled(Device device)
        {
            using Device opened = device;
            using var memory = new DeviceMemory();
            Tensor<float> x = opened.New(memory, values), y = opened.New(memory, new float[values.Length]);
            PlanOf(opened, Launches.SoundKernels.Double(rows, channels, x, y, channels)).Run();
            return y.ToArray();
        }
    }

    [Fact]
    public void Groups_have_axes_barriers_and_shared_memory()
    {
        const int m = 6, n = 7, k = 5, groups = 3, length = groups * SoundKernels.ReduceGroup;
        using CudaDevice device = CudaUnderTest.Open(4);
        using var memory = new DeviceMemory();
        float[] a = HostTensors.Numbers(m * k, seed: 1), b = HostTensors.Numbers(k * n, seed: 2), x = HostTensors.Numbers(length, seed: 3);
        Tensor<float> product = device.New(memory, new float[m * n]), sums = device.New(memory, new float[groups]);
        var tiles = new LaunchShape(new(2, 2), new(SoundKernels.Tile, SoundKernels.Tile));
        var reduce = new LaunchShape(new(groups), new(SoundKernels.ReduceGroup), DynamicShared: SoundKernels.ReduceGroup);

        PlanOf(
            device, Launches.SoundKernels.TiledProduct(tiles, device.New(memory, a), device.New(memory, b), product, m, n, k),
            Launches.SoundKernels.TreeReduce(reduce, device.New(memory, x), sums, length)).Run();

        var expected = Enumerable.Range(0, m * n).Select(at => Enumerable.Range(0, k).Sum(i => a[at / n * k + i] * b[i * n + at % n]));
        Assert.Equal(expected, product.ToArray());
        Assert.Equal(x.Chunk(SoundKernels.ReduceGroup).Select(chunk => chunk.Sum()), sums.ToArray());
    }

    [Fact]
    public void Every_kind_of_argument_arrives()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        using var memory = new DeviceMemory();
        Tensor<long> y = device.New(memory, new long[9]);
        string[] types = ["s8", "u8", "s16", "u16", "s32", "u32", "s64", "u64", "f32"];
        string parameters = ".param .u64 y, " + string.Join(", ", types.Select((type, i) => $".param .{type} p{i}"));
        string body = "ld.param.u64 %rd0, [y];\n" + string.Concat(types.Select((type, i) => type switch
        {
            "s64" or "u64" => $"ld.param.{type} %rd1, [p{i}];\nst.global.u64 [%rd0+{8 * i}], %rd1;\n",
            "f32" => $"ld.param.f32 %f0, [p{i}];\nmov.b32 %r0, %f0;\ncvt.s64.s32 %rd1, %r0;\nst.global.u64 [%rd0+{8 * i}], %rd1;\n",
            "s8" or "u8" => $"ld.param.{type} %h0, [p{i}];\ncvt.{type[0]}64.{type} %rd1, %h0;\nst.global.u64 [%rd0+{8 * i}], %rd1;\n",
            "s16" or "u16" => $"ld.param.{type} %h0, [p{i}];\ncvt.{type[0]}64.{type} %rd1, %h0;\nst.global.u64 [%rd0+{8 * i}], %rd1;\n",
            _ => $"ld.param.{type} %r0, [p{i}];\ncvt.{type[0]}64.{type} %rd1, %r0;\nst.global.u64 [%rd0+{8 * i}], %rd1;\n",
        }));
        var launch = new PtxLaunch("Take", PtxLaunch.Module("Take", parameters, body), LaunchShape.Tiles(1), arguments =>
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
        }, y);

        PlanOf(device, launch).Run();

        Assert.Equal(
            [sbyte.MinValue, byte.MaxValue, short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue, long.MinValue, -2,
                BitConverter.SingleToInt32Bits(-1.5f)],
            y.ToArray());
    }

    [Fact]
    public void A_plan_that_runs_again_is_captured_once_and_replayed_on_what_its_tensors_hold_then()
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f, 2), y = device.New(memory, 0f, 0);
        Plan plan = PlanOf(device, PtxLaunch.Scale(x, y, 3), PtxLaunch.Scale(y, y, 2));
        for (int run = 1; run <= 4; run++)
        {
            x.Write([run, 10 * run]);
            plan.Run();
            Assert.Equal([6 * run, 60 * run], y.ToArray());
        }

        // The first run launches both kernels, the second one captures both.
        Assert.Equal((4, 1, 3), (driver.CountOf("cuLaunchKernel"), driver.CountOf("cuGraphInstantiate_v2"), driver.CountOf("cuGraphLaunch")));
    }

    [Fact]
    public void Without_graphs_each_run_launches_each_kernel()
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver, new CudaOptions { CacheFolder = null, Graphs = false });
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f, 2);
        Plan plan = PlanOf(device, PtxLaunch.Scale(x, x, 3));
        for (int i = 0; i < 3; i++) plan.Run();

        Assert.Equal([27, 54], x.ToArray());
        Assert.Equal((3, 0), (driver.CountOf("cuLaunchKernel"), driver.CountOf("cuGraphLaunch")));
    }

    [Fact]
    public void Tensors_of_an_arena_lie_at_their_offsets_and_graphs_follow_when_they_move()
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f, 2, 3), y = device.New(memory, 0f, 0, 0);
        var builder = new PlanBuilder(device);
        Tensor<float> a = builder.Intermediate("a", x.Shape), b = builder.Intermediate("b", x.Shape), c = builder.Intermediate("c", x.Shape);
        builder.Add(PtxLaunch.Scale(x, a, 2));
        builder.Add(PtxLaunch.Scale(a, b, 3));
        builder.Add(PtxLaunch.Scale(b, c, 5));
        builder.Add(PtxLaunch.Scale(c, y, 7));
        Plan plan = builder.Build();

        Assert.Contains("'a'", Assert.Throws<InvalidOperationException>(plan.Run).Message);
        using DeviceBuffer arena = device.Allocate(1);
        plan.Bind(arena);
        RunThrice();

        // The arena grows for another plan, and then the plan is bound to another arena; runs of the old graph are still on their way.
        plan.Run();
        arena.Reserve(1_000_000);
        RunThrice();
        using DeviceBuffer other = device.Allocate(1);
        plan.Bind(other);
        arena.Dispose();
        RunThrice();
        Assert.Equal(3, driver.CountOf("cuGraphInstantiate_v2"));

        void RunThrice()
        {
            for (int i = 0; i < 3; i++)
            {
                y.Clear();
                plan.Run();
                Assert.Equal([210, 420, 630], y.ToArray());
            }
        }
    }

    [Fact]
    public void Each_launch_gets_its_time()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        using var memory = new DeviceMemory();
        Tensor<float> small = device.New(memory, 1f), large = device.New(memory, new float[40_000]);
        Plan plan = PlanOf(device, PtxLaunch.Scale(small, small, 2), PtxLaunch.Scale(large, large, 1), PtxLaunch.Scale(small, small, 2));
        var seconds = new double[4];
        plan.Run();
        plan.Run();

        device.Run(plan, seconds);

        Assert.Equal(64, small.ToArray()[0]);
        Assert.All(seconds[..3], time => Assert.InRange(time, 1e-9, 60));
        Assert.True(seconds[1] > seconds[0] && seconds[1] > seconds[2], string.Join(" s, ", seconds));
        Assert.Equal(0, seconds[3]);
    }

    [Fact]
    public void A_replay_allocates_nothing()
    {
        using CudaDevice device = CudaUnderTest.Open(new MockDriver());
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f, 2);
        Plan plan = PlanOf(device, [.. Enumerable.Range(0, 20).Select(_ => PtxLaunch.Scale(x, x, 1))]);
        for (int warmUp = 0; warmUp < 100; warmUp++) plan.Run();
        device.Wait();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int replay = 0; replay < 100; replay++) plan.Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Large_shared_memory_is_asked_for()
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver);
        using var memory = new DeviceMemory();
        Tensor<float> y = device.New(memory, 0f, 0);
        const int few = 100, many = 20_000; // 80 KB

        PlanOf(
            device, Launches.SoundKernels.Scratch(LaunchShape.Tiles(2, dynamicShared: few), y, few - 1),
            Launches.SoundKernels.Scratch(LaunchShape.Tiles(2, dynamicShared: many), y, many - 1),
            Launches.SoundKernels.Scratch(LaunchShape.Tiles(2, dynamicShared: few), y, 0)).Run();

        Assert.Equal([0, 1], y.ToArray());
        Assert.Equal(1, driver.CountOf("cuFuncSetAttribute"));
    }
}
