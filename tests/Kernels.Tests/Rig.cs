using LiVOS.Runtime;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Kernels.Tests;

/// <summary>A device with made-up inputs and poisoned outputs, for the test of one kernel. Every access of C# is checked for its bounds.</summary>
public sealed class Rig : IDisposable
{
    /// <summary>The end of a device's name whose tensors of floats are held as halves, where a test does not ask for <see cref="Floats"/>.</summary>
    public const string Halves = " in halves";

    private readonly DeviceMemory _memory;

    public Rig(string device)
    {
        InHalves = device.EndsWith(Halves, StringComparison.Ordinal);
        (Device, _memory) = (Devices.Open(InHalves ? device[..^Halves.Length] : device), new DeviceMemory());
    }

    private Rig(Rig other) => (Device, _memory) = (other.Device, other._memory);

    public Device Device { get; }

    /// <summary>Whether tensors of floats are held as halves. Their inputs then are halves.</summary>
    public bool InHalves { get; }

    /// <summary>The same device, for tensors that are floats always.</summary>
    public Rig Floats => new(this);

    /// <summary>A tensor of uniform values in [low, high), the same for the same seed.</summary>
    public Tensor<float> Input(Shape shape, int seed = 1, float low = -1, float high = 1)
    {
        var random = new Random(seed);
        var values = new float[shape.Length];
        for (int i = 0; i < values.Length; i++) values[i] = low + (high - low) * random.NextSingle();
        return Tensor<float>(shape, values);
    }

    /// <summary>A tensor of given values.</summary>
    public Tensor<T> Tensor<T>(Shape shape, ReadOnlySpan<T> values) where T : unmanaged
    {
        Tensor<T> tensor = Device.NewTensor<T>("input", shape, _memory, InHalves && typeof(T) == typeof(float));
        tensor.Write(values);
        return tensor;
    }

    /// <summary>A tensor of NaNs: a kernel that leaves an element out, or reads one before it is written, fails its test.</summary>
    public Tensor<float> Output(Shape shape)
    {
        var poison = new float[shape.Length];
        Array.Fill(poison, float.NaN);
        return Tensor<float>(shape, poison);
    }

    /// <summary>Runs launches in order.</summary>
    public void Run(params Launch[] launches)
    {
        var builder = new PlanBuilder(Device);
        foreach (Launch launch in launches) builder.Add(launch);
        builder.Build().Run();
    }

    /// <summary>Requires every element within <paramref name="tolerance"/> of the reference, relative to its largest magnitude; one that is held as a half may
    /// be rounded besides.</summary>
    public static void AssertClose(double[] expected, Tensor<float> actual, double tolerance = 1e-5)
    {
        float[] values = actual.ToArray();
        Assert.Equal(expected.Length, values.Length);
        double scale = Math.Max(expected.Max(Math.Abs), 1e-6);
        for (int i = 0; i < values.Length; i++)
        {
            double rounding = actual.InHalves ? Math.Max(Math.ScaleB(Math.Abs(expected[i]), -11), Math.ScaleB(1, -25)) : 0;
            Assert.True(
                Math.Abs(values[i] - expected[i]) <= tolerance * scale + rounding, $"element {i}: expected {expected[i]}, found {values[i]} (scale {scale})");
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        if (Device is not OpenClDevice) Device.Dispose(); // those stay open for the next test
    }
}
