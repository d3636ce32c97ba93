using LiVOS.Runtime.Cpu;

namespace LiVOS.Runtime.Tests;

/// <summary>Threads and their scratch memory, where there is not enough for them.</summary>
public sealed unsafe class WorkerMemoryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void Memory_that_cannot_grow_is_not_freed_twice(long before)
    {
        using var context = new WorkerContext();
        context.ReserveDynamic(before);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.Contains("each thread needs", Assert.Throws<DeviceMemoryException>(() => context.ReserveDynamic(long.MaxValue / 2)).Message);
            Assert.True(context.DynamicShared() == null);
        }

        context.ReserveDynamic(1 << 16);
        new Span<byte>(context.DynamicShared(), 1 << 16).Fill(1);
    }

    [Fact]
    public void No_more_threads_are_started_than_are_of_use()
    {
        using var device = new CpuDevice(threads: 5_000_000);
        Assert.Equal(Math.Max(1024, Environment.ProcessorCount), device.Threads);
    }
}
