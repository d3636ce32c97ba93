using LiVOS.Runtime.Cuda;
using LiVOS.Testing.Cuda;
using static LiVOS.Testing.Devices.OpenClTest;

namespace LiVOS.Runtime.Tests.Cuda;

public sealed class CudaMemoryTests
{
    [Fact]
    public void Free_memory_is_what_the_driver_says()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        long before = device.AvailableMemory!.Value;
        using DeviceBuffer buffer = device.Allocate(1 << 20);
        Assert.Equal(before - (1 << 20), device.AvailableMemory);
        Assert.InRange(before, 1, device.DedicatedMemory!.Value);
    }

    [Fact]
    public void Buffers_check_their_bounds_and_grow()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        using DeviceBuffer buffer = device.Allocate(10);

        buffer.Write(7, [1, 2, 3]);
        byte[] read = new byte[3];
        buffer.Read(7, read);

        Assert.Equal([1, 2, 3], read);
        buffer.Write(10, []);
        buffer.Clear(8, 1);
        buffer.Read(7, read);
        Assert.Equal([1, 0, 3], read);
        Assert.Throws<NotSupportedException>(() => buffer.HostAddress);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(8, [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Clear(8, 3));
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

    [Theory]
    [InlineData(1)]
    [InlineData(2 << 20)]
    [InlineData((2 << 20) + 1)]
    [InlineData(30_000_001)]
    public void Copies_of_any_length_arrive(int length)
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        using DeviceBuffer buffer = device.Allocate(length + 6);
        byte[] sent = new byte[length], got = new byte[length];
        for (int repeat = 1; repeat <= 3; repeat++)
        {
            new Random(repeat).NextBytes(sent);
            buffer.Write(5, sent);
            buffer.Read(5, got);
            Assert.True(sent.AsSpan().SequenceEqual(got), $"time {repeat}");
        }
    }

    [Fact]
    public void Many_small_writes_keep_their_order()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        using DeviceBuffer buffer = device.Allocate(1000);
        byte[] piece = new byte[100_000], read = new byte[1000];
        using DeviceBuffer other = device.Allocate(piece.Length);
        for (int i = 0; i < 200; i++)
        {
            buffer.Write(i % 10, [(byte)i]);
            other.Write(0, piece);
        }

        buffer.Read(0, read);
        Assert.Equal(Enumerable.Range(190, 10).Select(i => (byte)i), read[..10]);
    }

    [Fact]
    public void A_tensor_is_cleared_where_it_lies()
    {
        using CudaDevice device = CudaUnderTest.Open(4);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, [.. Enumerable.Repeat(1f, 5000)]);
        x.Clear();
        Assert.Equal(new float[5000], x.ToArray());
    }

    [Fact]
    public void Memory_that_the_device_lacks_is_refused_in_words()
    {
        using CudaDevice device = CudaUnderTest.Open(new MockDriver(new MockCard("Small") { MemoryBytes = 20_000_000 }));
        using DeviceBuffer taken = device.Allocate(1_000_000);

        string message = Assert.Throws<DeviceMemoryException>(() => device.Allocate(50_000_000)).Message;

        Assert.StartsWith("cuda:0 (Small, compute capability 8.0) does not have enough memory for a buffer of 50 MB", message);
        Assert.Contains("of its 20 MB, 6 MB are free and 14 MB are in use here;", message);
        Assert.Contains("smaller frame size, fewer objects", message);
        taken.Dispose();
        using DeviceBuffer rest = device.Allocate(7_000_000);
    }

    [Fact]
    public void A_card_without_room_for_the_device_itself_is_reported()
    {
        var driver = new MockDriver(new MockCard { MemoryBytes = 1_000_000 });
        Assert.Throws<DeviceMemoryException>(() => CudaUnderTest.Open(driver));
        Assert.DoesNotContain("context", driver.Left);
    }

    [Fact]
    public void Everything_is_freed_at_the_end()
    {
        var driver = new MockDriver();
        CudaDevice device = CudaUnderTest.Open(driver);
        var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f, 2);
        DeviceBuffer forgotten = device.Allocate(100);
        AsyncReadback readback = device.NewReadback(100);
        Plan plan = PlanOf(device, PtxLaunch.Scale(x, x, 2));
        for (int i = 0; i < 3; i++) plan.Run();
        Assert.NotEmpty(driver.Left);

        readback.Dispose();
        device.Dispose();

        Assert.Empty(driver.Left);
        memory.Dispose();
        forgotten.Dispose();
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(plan.Run);
        Assert.Throws<ObjectDisposedException>(() => device.Allocate(1));
        Assert.Empty(driver.Left);
    }

    [Fact]
    public void What_finalizers_leave_is_freed_by_the_next_run()
    {
        var driver = new MockDriver();
        using CudaDevice device = CudaUnderTest.Open(driver);
        using var memory = new DeviceMemory();
        Tensor<float> x = device.New(memory, 1f);
        int before = driver.Left.Count;
        Forget();
        Assert.Equal(before + 3, driver.Left.Count); // a buffer and a graph, and the module, which stays

        for (int i = 0; i < 10 && driver.Left.Count > before + 1; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            PlanOf(device, PtxLaunch.Scale(x, x, 1)).Run();
        }

        Assert.Equal(before + 1, driver.Left.Count);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Forget()
        {
            DeviceBuffer buffer = device.Allocate(100);
            Plan plan = PlanOf(device, PtxLaunch.Scale(x, x, 1));
            plan.Run();
            plan.Run();
            GC.KeepAlive(buffer); // or a collection between the runs would let the second run free it
        }
    }
}
