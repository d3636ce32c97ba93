using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Testing.Cuda;
using static LiVOS.Testing.Devices.OpenClTest;

namespace LiVOS.Runtime.Tests.Cuda;

public sealed class CudaOverlapTests
{
    [Fact]
    public void Writes_and_runs_wait_for_nothing()
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 0f, 0), y = device.New(memory, 0f, 0);
        Plan plan = PlanOf(device, PtxLaunch.Scale(x, y, 2));
        plan.Run();
        plan.Run();
        device.Wait();
        int before = Waits(driver);

        for (int i = 1; i <= 5; i++)
        {
            x.Write([i, -i]);
            plan.Run();
        }

        Assert.Equal(before, Waits(driver));
        Assert.Equal([10, -10], y.ToArray());
    }

    [Fact]
    public void A_readback_holds_what_was_there_though_the_next_frame_runs()
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 0f, 0, 0), y = device.New(memory, 0f, 0, 0);
        Plan plan = PlanOf(device, PtxLaunch.Scale(x, y, 2));
        using AsyncReadback even = device.NewReadback(12), odd = device.NewReadback(1000);
        for (int frame = 0; frame < 6; frame++)
        {
            x.Write([frame, 1, 2]);
            plan.Run();
            (frame % 2 == 0 ? even : odd).Begin(y);
            if (frame > 0) Assert.Equal([2 * (frame - 1), 2, 4], (frame % 2 == 0 ? odd : even).Wait<float>().ToArray());
        }

        even.Begin(y); // without a wait for what went before
        even.Begin(x);
        Assert.Equal([5, 1, 2], even.Wait<float>().ToArray());
        Assert.Contains("room for 12", Assert.Throws<ArgumentException>(() => even.Begin(device.New(memory, 1f, 2, 3, 4))).Message);
    }

    [Fact]
    public void Devices_of_the_host_have_readbacks_too()
    {
        using var device = new CpuDevice(threads: 1);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f, 2);
        using AsyncReadback readback = device.NewReadback(8);
        readback.Begin(x);
        x.Write([3, 4]);
        Assert.Equal([1, 2], readback.Wait<float>().ToArray());
    }

    [Fact]
    public void Two_threads_work_on_one_device()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        Parallel.For(0, 4, thread =>
        {
            using var memory = new DeviceMemory();
            using AsyncReadback readback = device.NewReadback(8);
            for (int session = 0; session < 3; session++)
            {
                Tensor<float> x = device.New(memory, 0f, 0), y = device.New(memory, 0f, 0);
                Plan plan = PlanOf(device, PtxLaunch.Scale(x, y, 2), PtxLaunch.Scale(y, y, 5));
                for (int i = 0; i < 20; i++)
                {
                    x.Write([thread, i]);
                    plan.Run();
                    readback.Begin(y);
                    Assert.Equal([10 * thread, 10 * i], i % 2 == 0 ? y.ToArray() : readback.Wait<float>().ToArray());
                }
            }
        });
    }

    [Fact]
    public void Two_devices_share_a_card()
    {
        var driver = new MockDriver();
        using (CudaDevice one = CudaUnderTest.Open(driver), other = CudaUnderTest.Open(driver))
        {
            using DeviceMemory ofOne = new(), ofOther = new();
            Tensor<float> x = one.New(ofOne, 1f, 2), y = other.New(ofOther, 10f, 20);
            Plan first = PlanOf(one, PtxLaunch.Scale(x, x, 2)), second = PlanOf(other, PtxLaunch.Scale(y, y, 3));
            for (int i = 0; i < 3; i++)
            {
                first.Run();
                second.Run();
            }

            Assert.Equal([8, 16], x.ToArray());
            Assert.Equal([270, 540], y.ToArray());
            Assert.Throws<InvalidOperationException>(PlanOf(one, PtxLaunch.Scale(x, y, 1)).Run);
        }

        Assert.Empty(driver.Left);
    }

    private static int Waits(MockDriver driver) => driver.CountOf("cuStreamSynchronize") + driver.CountOf("cuEventSynchronize");
}
