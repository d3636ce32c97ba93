using LiVOS.Runtime.Cpu;
using LiVOS.Testing.Devices;

namespace LiVOS.Kernels.Tests;

/// <summary>A whole network, of very few channels, with the kernels of the GPU schedule in the race checker: no launch of it races, and every tensor is
/// what the CPU schedule gives.</summary>
public class CheckedNetworkTests
{
    [Fact]
    [Trait("Category", "Long")]
    public void The_gpu_schedule_agrees_with_the_cpus()
    {
        using var cpu = new CpuDevice(threads: 2);
        using var checking = new RaceCheckingDevice(vectorWidth: 4);
        List<(string Name, float[] Values)> expected = TinyNetwork.Segment(cpu, frames: 4), actual = TinyNetwork.Segment(checking, frames: 4);
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        foreach (((string name, float[] values), (_, float[] others)) in expected.Zip(actual))
        {
            Assert.Equal(values.Length, others.Length);
            float scale = values.Max(Math.Abs);
            Assert.True(scale > 0 && values.Distinct().Count() > 1, $"{name} tells nothing apart");
            for (int i = 0; i < values.Length; i++)
                Assert.True(Math.Abs(values[i] - others[i]) <= 1e-4 * scale, $"{name}, element {i}: {values[i]} on the CPU, {others[i]} here (scale {scale})");
        }
    }
}
