using LiVOS.Runtime.Cpu;

namespace LiVOS.Runtime.Tests;

/// <summary>Tensors in host memory for launches of the race checker.</summary>
public sealed class HostTensors : IDisposable
{
    private readonly CpuDevice _device = new(threads: 1);
    private readonly DeviceMemory _memory = new();

    public Tensor<T> New<T>(string name, params T[] values) where T : unmanaged
    {
        Tensor<T> tensor = _device.NewTensor<T>(name, Shape.Vector(values.Length), _memory);
        tensor.Write(values);
        return tensor;
    }

    /// <summary>A tensor of NaNs.</summary>
    public Tensor<float> Output(int length)
    {
        var poison = new float[length];
        Array.Fill(poison, float.NaN);
        return New("y", poison);
    }

    /// <summary>Small whole numbers, whose sums floats hold exactly.</summary>
    public static float[] Numbers(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.Next(-8, 9))];
    }

    public void Dispose()
    {
        _memory.Dispose();
        _device.Dispose();
    }
}
