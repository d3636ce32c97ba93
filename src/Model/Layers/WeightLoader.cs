using LiVOS.Model.Tuning;
using LiVOS.Model.Weights;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>Reads weights by their checkpoint names and brings them to a device.</summary>
/// <param name="source">Where the weights come from.</param>
/// <param name="device">Where they go.</param>
/// <param name="memory">What owns them there.</param>
/// <param name="precision">How exactly they are multiplied there.</param>
internal sealed class WeightLoader(ITensorSource source, Device device, DeviceMemory memory, Precision precision = Precision.Float32)
{
    private float[] _buffer = [];
    private TileTuner? _tiles;

    /// <summary>Where the weights go.</summary>
    public Device Device { get; } = device;

    /// <summary>How exactly they are multiplied there.</summary>
    public Precision Precision { get; } = precision;

    /// <summary>What cuts convolutions on the device's tensor cores into groups.</summary>
    public TileTuner Tiles => _tiles ??= TileTuner.For(Device);

    /// <summary>The shape of a tensor that the checkpoint holds.</summary>
    public ReadOnlySpan<long> ShapeOf(string name) => source.Get(name).Shape.AsSpan();

    /// <summary>Whether the checkpoint holds a tensor.</summary>
    public bool Has(string name) => source.TryGet(name, out _);

    /// <summary>A tensor's numbers, row-major, in a buffer that the next call takes for its own: loading needs no more memory than the
    /// largest tensor.</summary>
    /// <exception cref="WeightsException">It is missing, or holds a number that is not finite.</exception>
    public Span<float> ReadWeight(string name)
    {
        TensorEntry entry = source.Get(name);
        if (_buffer.Length < entry.Count) _buffer = new float[entry.Count];
        Span<float> values = _buffer.AsSpan(0, (int)entry.Count);
        source.Read(entry, values);
        RequireFinite(name, values);
        return values;
    }

    /// <summary>A small tensor's numbers, row-major.</summary>
    /// <exception cref="WeightsException">It is missing, or holds a number that is not finite.</exception>
    public float[] Read(string name)
    {
        float[] values = source.ReadFloats(name);
        RequireFinite(name, values);
        return values;
    }

    /// <summary>Brings a tensor to the device as it stands.</summary>
    public Tensor<float> Upload(string name, Shape shape)
    {
        Tensor<float> tensor = Reserve(name, shape);
        tensor.Write(Read(name));
        return tensor;
    }

    /// <summary>Room for numbers on the device.</summary>
    public Tensor<float> Reserve(string name, Shape shape) => Device.NewTensor<float>(name, shape, memory);

    private void RequireFinite(string name, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                throw new WeightsException($"{source.Name}: the tensor {name} holds NaN or infinite numbers, so every mask would be garbage; use undamaged weights.");
        }
    }
}
