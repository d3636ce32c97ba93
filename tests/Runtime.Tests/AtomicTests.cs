using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Tests;

public sealed class AtomicTests
{
    [Fact]
    public void Additions_of_several_threads_all_arrive()
    {
        using var tensors = new HostTensors();
        Tensor<int> integers = tensors.New("integers", 0, 5);
        Tensor<float> floats = tensors.New("floats", 0f, 5);

        Parallel.For(0, 10_000, _ =>
        {
            Atomic.Add(integers.View, 1, 3);
            Atomic.Add(floats.View, 1, 3);
        });

        Assert.Equal([0, 30_005], integers.ToArray());
        Assert.Equal([0f, 30_005], floats.ToArray());
        Assert.Equal(30_005, Atomic.Add(integers.View, 1, 1));
        Assert.Equal(30_005f, Atomic.Add(floats.View, 1, 1));
    }

    [Fact(Timeout = 10_000)]
    public async Task An_addition_to_NaN_ends()
    {
        using var tensors = new HostTensors();
        Tensor<float> poisoned = tensors.Output(1);
        await Task.Run(() => Atomic.Add(poisoned.View, 0, 1));
        Assert.Equal([float.NaN], poisoned.ToArray());
    }
}
