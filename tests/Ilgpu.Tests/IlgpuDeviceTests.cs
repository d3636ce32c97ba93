extern alias kernels;

using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using LiVOS.Runtime;
using LiVOS.Testing.Devices;
using Device = LiVOS.Runtime.Device;
using DeviceRegistry = LiVOS.Runtime.Registry.DeviceRegistry;
using Launches = kernels::LiVOS.Kernels.Launches;

namespace LiVOS.Ilgpu.Tests;

/// <summary>The device over ILGPU's own processor, as a program that has ILGPU already would use it.</summary>
public sealed class IlgpuDeviceTests : IDisposable
{
    private readonly DeviceMemory _memory = new();
    private readonly IlgpuDevice _device = IlgpuUnderTest.Open(width: 4);

    public void Dispose()
    {
        _memory.Dispose();
        _device.Dispose();
    }

    [Fact]
    public void Its_kernels_read_and_write_the_callers_buffers()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> theirs = _device.Accelerator.Allocate1D([1f, 2, 3, 4, 5, 6, 7, 8]);
        using DeviceBuffer wrapped = _device.Wrap(theirs.View.AsContiguous().Cast<byte>());
        Tensor<float> a = Tensor<float>.In(wrapped, "theirs", Shape.Matrix(2, 4));

        PlanOf(Launches.Elementwise.Add(2, a, a, a, 4)).Run();
        _device.Wait();

        Assert.Equal([2f, 4, 6, 8, 10, 12, 14, 16], theirs.GetAsArray1D());
    }

    [Fact]
    public void A_buffer_of_the_callers_does_not_grow()
    {
        using MemoryBuffer1D<byte, Stride1D.Dense> theirs = _device.Accelerator.Allocate1D<byte>(16);
        using DeviceBuffer wrapped = _device.Wrap(theirs.View.AsContiguous());
        Assert.Contains("16 bytes, not 17", Assert.Throws<DeviceMemoryException>(() => wrapped.Reserve(17)).Message);
        Assert.Contains("20 bytes", Assert.Throws<ArgumentException>(() => Tensor<float>.In(wrapped, "t", Shape.Vector(5))).Message);
    }

    [Fact]
    public void A_buffer_of_another_accelerator_is_refused()
    {
        using Context context = Context.Create(builder => builder.EnableLivos().CPU(new CPUDevice(32, 8, 1)));
        using CPUAccelerator other = context.GetCPUDevice(0).CreateCPUAccelerator(context);
        using MemoryBuffer1D<byte, Stride1D.Dense> theirs = other.Allocate1D<byte>(16);
        Assert.Throws<ArgumentException>(() => _device.Wrap(theirs.View.AsContiguous()));
    }

    /// <summary>Larger than the page-locked memory that copies go through.</summary>
    [Fact]
    public void Large_tensors_arrive_whole()
    {
        Tensor<byte> tensor = _device.NewTensor<byte>("large", Shape.Vector((9 << 20) + 5), _memory);
        byte[] bytes = new byte[tensor.Bytes];
        new Random(1).NextBytes(bytes);
        tensor.Write(bytes);
        Assert.Equal(bytes, tensor.ToArray());
        tensor.Clear();
        Assert.All(tensor.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_readback_keeps_what_was_there_when_it_began()
    {
        Tensor<float> a = _device.NewTensor<float>("a", Shape.Matrix(1, 4), _memory);
        a.Write([1, 2, 3, 4]);
        using AsyncReadback readback = _device.NewReadback(16);
        readback.Begin(a);
        Plan plan = PlanOf(Launches.Elementwise.Add(1, a, a, a, 4));
        plan.Run();
        Assert.Equal([1f, 2, 3, 4], readback.Wait<float>().ToArray());
        readback.Begin(a);
        Assert.Equal([2f, 4, 6, 8], readback.Wait<float>().ToArray());
    }

    [Fact]
    public void Each_launch_is_timed()
    {
        Tensor<float> a = _device.NewTensor<float>("a", Shape.Matrix(1, 4), _memory);
        a.Clear();
        double[] seconds = [-1, -1];
        _device.Run(PlanOf(Launches.Elementwise.Add(1, a, a, a, 4), Launches.Elementwise.Copy(1, a, a, 4)), seconds);
        Assert.All(seconds, one => Assert.InRange(one, 0, 60));
    }

    /// <summary>ILGPU's default processor has groups of at most 16 items.</summary>
    [Fact]
    public void Groups_that_do_not_fit_are_told()
    {
        using Context context = Context.Create(builder => builder.EnableLivos().CPU(CPUDeviceKind.Default));
        using CPUAccelerator small = context.GetCPUDevice(0).CreateCPUAccelerator(context);
        using var device = new IlgpuDevice(small);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.NewTensor<float>("x", Shape.Matrix(16, 16), memory), y = device.NewTensor<float>("y", Shape.Matrix(1, 16), memory);
        var group = new Runtime.Language.LaunchShape(new(1, 1), new(16, 16));
        var builder = new PlanBuilder(device);
        builder.Add(Launches.GroupSums.SumOfPositions(group, x, y, 16, 16, 1, 0, 1));
        string message = Assert.Throws<IlgpuException>(() => builder.Build().Run()).Message;
        Assert.Contains("groups of 16x16x1 items", message);
        Assert.Contains($"at most {small.MaxNumThreadsPerGroup}", message);
    }

    [Fact]
    public void Optimizations_that_break_CUDA_kernels_are_refused()
    {
        Assert.Contains("OptimizationLevel.O1", IlgpuDevice.WhyUnsafe(AcceleratorType.Cuda, OptimizationLevel.O2));
        Assert.Null(IlgpuDevice.WhyUnsafe(AcceleratorType.Cuda, OptimizationLevel.O1));
        Assert.Null(IlgpuDevice.WhyUnsafe(AcceleratorType.OpenCL, OptimizationLevel.O2));
    }

    [Fact]
    public void The_registry_finds_it_by_name()
    {
        DeviceRegistry.Add(new IlgpuProvider());
        DeviceRegistry.Add(new IlgpuProvider());
        Assert.Single(DeviceRegistry.Providers, provider => provider.Name == "ilgpu");
        Assert.All(["ilgpu", "ilgpu:cpu", "ilgpu:cpu:0", "ilgpu:cuda:1", "ilgpu:0"], name => Assert.True(DeviceRegistry.IsName(name)));
        Assert.All(["ilgpu:", "ilgpu:cpu:", "ilgpu:cpu:x", "ilgpu:cpu:0:0", "ilgpu:vulkan"], name => Assert.False(DeviceRegistry.IsName(name)));
        DeviceInfo found = DeviceRegistry.Find("ilgpu:cpu");
        Assert.Equal("ilgpu:cpu:0", found.Name);
        Assert.DoesNotContain(DeviceRegistry.Usable(), device => device.Name == found.Name);
        Assert.Throws<DeviceSettingsException>(() => found.Open(new DeviceSettings { Schedule = Schedule.Cpu }));
        using Device device = found.Open(new DeviceSettings());
        Assert.Equal(found.Name, device.Name);
        Assert.False(device.HasTensorCores);
    }

    private Plan PlanOf(params Launch[] launches)
    {
        var builder = new PlanBuilder(_device);
        foreach (Launch launch in launches) builder.Add(launch);
        return builder.Build();
    }
}
