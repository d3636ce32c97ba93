using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.Language;
using LiVOS.Testing.Cuda;
using static LiVOS.Testing.Devices.OpenClTest;

namespace LiVOS.Runtime.Tests.Cuda;

public sealed class CudaFailureTests
{
    [Fact]
    public void A_kernel_that_does_not_compile_brings_the_drivers_log()
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver);
        var broken = new PtxLaunch("Broken", PtxLaunch.Module("Broken", "", "add.s32 %r0, %r1, %missing;"), LaunchShape.Tiles(1), _ => { });

        var error = Assert.Throws<CudaBuildException>(PlanOf(device, broken).Run);

        Assert.Equal("Text.Broken", error.Kernel);
        Assert.Contains("%missing", error.Log);
        Assert.Contains("Compiling the kernel Text.Broken failed: CUDA_ERROR_INVALID_PTX (218)", error.Message);
        Assert.Contains(error.Log, error.Message);
        driver.Fail("cuLinkCreate_v2", 221);
        Assert.Contains("CUDA_ERROR_JIT_COMPILER_NOT_FOUND", Assert.Throws<CudaBuildException>(PlanOf(device, broken).Run).Message);
    }

    [Fact]
    public void A_failing_call_is_named_with_its_error()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        var misnamed = new PtxLaunch("Misnamed", PtxLaunch.Module("Other", "", ""), LaunchShape.Tiles(1), _ => { });

        var error = Assert.Throws<CudaException>(PlanOf(device, misnamed).Run);

        Assert.Equal(500, error.Code);
        Assert.Equal("Text.Misnamed: cuModuleGetFunction(\"Misnamed\") failed: CUDA_ERROR_NOT_FOUND (500): error 500 in words", error.Message);
    }

    [Fact]
    public void Launches_without_PTX_and_tensors_of_other_devices_are_refused()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        using var tensors = new HostTensors();
        using var memory = new DeviceMemory();
        Tensor<float> here = device.New(memory, 1f), elsewhere = tensors.New("elsewhere", 1f);

        Plan withoutText = PlanOf(device, new RecordedLaunch(1, _ => { }));
        Assert.Contains("Recorded.Launch has no PTX", Assert.Throws<NotSupportedException>(withoutText.Run).Message);
        Plan foreign = PlanOf(device, PtxLaunch.Scale(elsewhere, here, 1));
        Assert.Contains("'elsewhere'", Assert.Throws<InvalidOperationException>(foreign.Run).Message);
    }

    [Fact]
    public void Launches_too_large_for_the_device_are_refused_by_name()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        using var memory = new DeviceMemory();
        Tensor<float> y = device.New(memory, 0f);
        Launch[] tooLarge =
        [
            Launches.SoundKernels.Scratch(new LaunchShape(new(1), new(1025), 2000), y, 0),
            Launches.SoundKernels.Scratch(new LaunchShape(new(1), new(1, 1, 65), 1), y, 0),
            Launches.SoundKernels.Scratch(new LaunchShape(new(1, 65536), new(1), 1), y, 0),
            Launches.SoundKernels.Scratch(LaunchShape.Tiles(1, dynamicShared: 24577), y, 0),
        ];

        string[] messages = [.. tooLarge.Select(launch => Assert.Throws<CudaException>(PlanOf(device, launch).Run).Message)];

        Assert.All(messages, message => Assert.StartsWith("SoundKernels.Scratch ", message));
        Assert.Contains("groups of 1025x1x1 items", messages[0]);
        Assert.Contains("64 along z", messages[1]);
        Assert.Contains("at most 65535", messages[2]);
        Assert.Contains("98308 bytes of shared memory", messages[3]);
    }

    [Fact]
    public void A_failed_kernel_is_reported_at_the_next_wait_with_how_to_find_it()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f);
        Plan plan = PlanOf(device, PtxLaunch.Scale(x, x, 2), PtxLaunch.Stray(x));
        plan.Run(); // goes on

        var error = Assert.Throws<CudaKernelException>(() => x.ToArray());

        Assert.Equal(700, error.Code);
        Assert.Contains("CUDA_ERROR_ILLEGAL_ADDRESS (700)", error.Message);
        Assert.Contains("LIVOS_CUDA_SYNCHRONOUS=1", error.Message);
        Assert.Throws<CudaKernelException>(plan.Run);
        Assert.Throws<CudaKernelException>(device.Wait);
        Assert.Throws<CudaKernelException>(() => x.Write([1]));
        Assert.Throws<CudaKernelException>(() => device.Allocate(1));
    }

    [Fact]
    public void A_synchronous_device_names_the_launch_that_failed()
    {
        using CudaDevice device = CudaUnderTest.Open(new MockDriver(), new CudaOptions { CacheFolder = null, Synchronous = true });
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f);
        var builder = new PlanBuilder(device);
        builder.Add(PtxLaunch.Scale(x, x, 2));
        using (builder.Layer("decoder")) builder.Add(PtxLaunch.Stray(x));

        var error = Assert.Throws<CudaKernelException>(builder.Build().Run);

        Assert.StartsWith("decoder (Text.Stray) failed: CUDA_ERROR_ILLEGAL_ADDRESS (700)", error.Message);
    }

    [Fact]
    public void A_synchronous_device_runs_as_others_do()
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver, new CudaOptions { CacheFolder = null, Synchronous = true });
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f);
        Plan plan = PlanOf(device, PtxLaunch.Scale(x, x, 2));
        for (int i = 0; i < 3; i++) plan.Run();
        device.Run(plan, new double[1]);

        Assert.Equal([16], x.ToArray());
        Assert.Equal(0, driver.CountOf("cuGraphLaunch"));
    }

    [Theory]
    [InlineData("cuGraphInstantiate_v2")]
    [InlineData("cuModuleLoadData")]
    public void Memory_that_runs_out_in_a_run_is_reported_as_such(string function)
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f);
        Plan plan = PlanOf(device, PtxLaunch.Scale(x, x, 2));
        driver.Fail(function, 2);

        string message = Assert.Throws<DeviceMemoryException>(() => Repeat(plan)).Message;
        Assert.Contains(function.Replace("_v2", ""), message);
        Assert.Contains("use a smaller frame size", message);

        driver.Fail(function, 0);
        x.Write([1]);
        Repeat(plan);
        Assert.Equal([4], x.ToArray());

        static void Repeat(Plan plan)
        {
            plan.Run();
            plan.Run();
        }
    }

    [Fact]
    public void A_capture_that_fails_is_ended()
    {
        var driver = new MockDriver();
        using (CudaDevice device = CudaUnderTest.Open(driver))
        {
            using var memory = new DeviceMemory();
            Tensor<float> x = device.New(memory, 1f);
            Plan plan = PlanOf(device, PtxLaunch.Scale(x, x, 2));
            plan.Run();
            driver.Fail("cuLaunchKernel", 999);
            Assert.Contains("Text.Scale: cuLaunchKernel of 1x1x1 groups of 64x1x1 items failed", Assert.Throws<CudaException>(plan.Run).Message);
            driver.Fail("cuLaunchKernel", 0);
            plan.Run();
            Assert.Equal([4], x.ToArray());
        }

        Assert.Empty(driver.Left);
    }
}
