using LiVOS.Kernels;
using LiVOS.Runtime;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;

namespace LiVOS.Model.Layers;

/// <summary>
/// Reads weights by their checkpoint names and brings them to a device. The tensors and their shapes come from the description of a
/// checked network and never by the file: so no file makes a layer of other shapes than those that kernels are launched with.
/// </summary>
/// <param name="source">Where the numbers come from.</param>
/// <param name="tensors">The network's tensors, as its architecture lists them.</param>
/// <param name="device">Where they go.</param>
/// <param name="memory">What owns them there; where it only counts, no number is read.</param>
/// <param name="precision">How exactly they are multiplied there.</param>
internal sealed class WeightLoader(
    ITensorSource source, IEnumerable<TensorEntry> tensors, Device device, DeviceMemory memory, Precision precision = Precision.Float32)
{
    private readonly Dictionary<string, TensorEntry> _tensors = tensors.ToDictionary(tensor => tensor.Name);
    private float[] _buffer = [];

    /// <summary>Where the weights go.</summary>
    public Device Device { get; } = device;

    /// <summary>Whether memory is only counted: what is read then has no numbers, and nothing can be written.</summary>
    public bool CountsOnly => memory.CountsOnly;

    /// <summary>Whether memory holds the tensors between layers as halves.</summary>
    public bool InHalves => precision == Precision.Float16;

    /// <summary>Makes convolutions of them.</summary>
    public ConvolutionOps Convolutions { get; } = new(device, memory, precision switch
    {
        Precision.Tf32 => TensorOperandType.Tf32,
        Precision.Float16 => TensorOperandType.Float16,
        _ => null,
    });

    /// <summary>Whether the network has a tensor.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The shape of a tensor that the network has.</summary>
    public ReadOnlySpan<long> ShapeOf(string name) => Described(name).Shape.AsSpan();

    /// <summary>A tensor's numbers, row-major, in a buffer that the next call takes for its own: loading needs no more memory than the
    /// largest tensor.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="part">The part of its rows to read.</param>
    /// <param name="parts">The number of equal parts that its rows are in.</param>
    /// <exception cref="WeightsException">It is missing, has another shape, or holds a number that is not finite.</exception>
    public Span<float> ReadWeight(string name, int part = 0, int parts = 1)
    {
        if (CountsOnly) return default;
        int count = checked((int)(Described(name).Count / parts));
        if (_buffer.Length < count) _buffer = new float[count];
        Span<float> values = _buffer.AsSpan(0, count);
        ReadPart(name, part, values);
        return values;
    }

    /// <summary>A small tensor's numbers, row-major, or a part of them.</summary>
    /// <inheritdoc cref="ReadWeight"/>
    public float[] Read(string name, int part = 0, int parts = 1)
    {
        if (CountsOnly) return [];
        var values = new float[Described(name).Count / parts];
        ReadPart(name, part, values);
        return values;
    }

    /// <summary>Brings a tensor to the device as it stands.</summary>
    public Tensor<float> Upload(string name, Shape shape)
    {
        Tensor<float> tensor = Device.NewTensor<float>(name, shape, memory);
        if (!CountsOnly) tensor.Write(Read(name));
        return tensor;
    }

    private TensorEntry Described(string name) =>
        _tensors.TryGetValue(name, out TensorEntry? tensor) ? tensor : throw new InvalidOperationException($"The network has no tensor {name}.");

    private void ReadPart(string name, int part, Span<float> values)
    {
        (TensorEntry described, TensorEntry found) = (Described(name), source.Get(name));
        if (!found.Shape.AsSpan().SequenceEqual(described.Shape.AsSpan()))
            throw new WeightsException($"{source.Name} is not a whole LiVOS network: {new Misshapen(described, found)}.");
        source.Read(found, (long)part * values.Length, values);
        foreach (float value in values)
            if (!float.IsFinite(value)) throw new WeightsException(WeightsCheck.NonFiniteFault(source, name));
    }
}
