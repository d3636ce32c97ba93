using LiVOS.Model.Estimation;
using LiVOS.Model.Layers;
using LiVOS.Model.Modules;
using LiVOS.Runtime;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Model;

/// <summary>
/// The LiVOS network with its weights on a device: shared by any number of <see cref="Segmenter"/>s. The modules carry the checkpoint's own
/// names; widths, block counts and block kinds are read off the tensors, once, and what is loaded follows from them
/// (<see cref="LiVOS.Weights.Architectures.Architecture"/>).
/// </summary>
public sealed class Network : IDisposable
{
    private readonly DeviceMemory _memory;

    private Network(ITensorSource source, Device device, Architecture architecture, Precision precision, DeviceMemory memory)
    {
        _memory = memory;
        Device = device;
        Precision = precision;
        Architecture = architecture;
        var loader = new WeightLoader(source, architecture.Tensors(), device, _memory, precision);
        ImageEncoder = new ResNet(loader, "image_encoder");
        PixProjector = Conv2d.Load(loader, "pix_projector.layer");
        KeyProjector = new KeyProjector(loader);
        GateProjector = new GateProjector(loader);
        MaskEncoder = new MaskEncoder(loader, architecture.Dimension);
        ObjectSummarizer = new ObjectSummarizer(loader);
        PixelFuser = new PixelFuser(loader);
        ObjectTransformer = new ObjectTransformer(loader, architecture.Heads);
        MaskDecoder = new MaskDecoder(loader, architecture.Dimension);
        ClickHead = architecture.Click is null ? null : new ClickHead(loader);
    }

    /// <summary>The device that holds the weights.</summary>
    public Device Device { get; }

    /// <summary>How exactly convolutions multiply.</summary>
    public Precision Precision { get; }

    /// <summary>Whether memory holds the tensors between layers as halves.</summary>
    internal bool HoldsHalves => Precision == Precision.Float16;

    /// <summary>Block kinds, counts and widths.</summary>
    public Architecture Architecture { get; }

    /// <summary>The weights' size on the device, as the kernels want them.</summary>
    public long WeightBytes => _memory.Bytes;

    internal ResNet ImageEncoder { get; }

    internal Conv2d PixProjector { get; }

    internal KeyProjector KeyProjector { get; }

    internal GateProjector GateProjector { get; }

    internal MaskEncoder MaskEncoder { get; }

    internal ObjectSummarizer ObjectSummarizer { get; }

    internal PixelFuser PixelFuser { get; }

    internal ObjectTransformer ObjectTransformer { get; }

    internal MaskDecoder MaskDecoder { get; }

    /// <summary>What turns clicks into masks; null where the weights have none.</summary>
    internal ClickHead? ClickHead { get; }

    /// <summary>Loads a network.</summary>
    /// <param name="source">The weights: only read here, may be disposed afterwards.</param>
    /// <param name="device">Where they go; it must outlive the network.</param>
    /// <param name="precision">How exactly convolutions multiply.</param>
    /// <exception cref="WeightsException">A tensor is missing, has another shape, or holds numbers that are not finite, or the network cannot be
    /// computed.</exception>
    /// <exception cref="DeviceMemoryException">The device does not have enough memory.</exception>
    /// <exception cref="NotSupportedException">The device does not have the precision.</exception>
    public static Network Load(ITensorSource source, Device device, Precision precision = Precision.Float32) =>
        Make(source, device, precision, countsOnly: false);

    /// <summary>A network without numbers, which cannot run: sessions can be planned with it (<see cref="MemoryEstimate"/>), and its
    /// <see cref="WeightBytes"/> are those that loading it will take. Only the source's list of tensors is read.</summary>
    /// <inheritdoc cref="Load(ITensorSource, Device, Precision)"/>
    public static Network Outline(ITensorSource source, Device device, Precision precision = Precision.Float32) =>
        Make(source, device, precision, countsOnly: true);

    /// <summary>Loads a network from a safetensors file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where the weights go; it must outlive the network.</param>
    /// <param name="precision">How exactly convolutions multiply.</param>
    /// <exception cref="WeightsException">The file cannot be read, or does not hold a LiVOS network.</exception>
    /// <exception cref="DeviceMemoryException">The device does not have enough memory.</exception>
    /// <exception cref="NotSupportedException">The device does not have the precision.</exception>
    public static Network Load(string path, Device device, Precision precision = Precision.Float32)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return Load(file, device, precision);
    }

    private static Network Make(ITensorSource source, Device device, Precision precision, bool countsOnly)
    {
        if (precision.WhyNot(device) is { } why)
            throw new NotSupportedException($"The precision {precision} {why}: take the precision {Precision.Float32}, or another device.");

        ArchitectureCheck check = Architecture.Check(source);
        check.ThrowUnlessUsable();
        var memory = new DeviceMemory { CountsOnly = countsOnly };
        try
        {
            return new Network(check.Source, device, check.Architecture, precision, memory);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose() => _memory.Dispose();
}
