using System.Globalization;

namespace LiVOS.Weights.Architectures;

/// <summary>Reads an <see cref="Architecture"/> off tensor shapes.</summary>
internal sealed class ArchitectureReader(ITensorSource source)
{
    private readonly List<string> _faults = [];

    /// <summary>The parts of the file's network that cannot be computed, and were taken to be as usual instead: parts of a sentence about the file.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public Architecture Read()
    {
        Architecture usual = Block("image_encoder") == BlockKind.Basic ? Architecture.ResNet18 : Architecture.Base;
        Architecture read = new(
            Image: ResNet("image_encoder", usual.Image),
            Mask: ResNet("mask_encoder", usual.Mask),
            Dimension: Extent("pix_projector.layer.weight", 0, usual.Dimension),
            KeyWidth: Extent("key_projector.layer2.weight", 0, usual.KeyWidth),
            Width8: Extent("mask_decoder.upsample_16_to_8.conv1.weight", 0, usual.Width8),
            Width4: Extent("mask_decoder.upsample_8_to_4.conv1.weight", 0, usual.Width4),
            Queries: Extent("object_transformer.query_init.weight", 0, usual.Queries),
            Heads: Heads(),
            FeedForward: Extent("object_transformer.blocks.0.ffn.linear1.weight", 0, usual.FeedForward),
            TransformerBlocks: Children("object_transformer.blocks", usual.TransformerBlocks))
        {
            Click = Click(),
        };
        _faults.AddRange(ArchitectureLimits.Faults(read));
        return read;
    }

    private ResNetShape ResNet(string encoder, ResNetShape usual)
    {
        BlockKind block = Block(encoder);
        string last = block == BlockKind.Bottleneck ? "conv3" : "conv2";
        StageShape Stage(int number, StageShape usual) => new(
            Children($"{encoder}.layer{number}", usual.Blocks),
            Extent($"{encoder}.layer{number}.0.{last}.weight", 0, usual.Width));
        return new(block, usual.Input, Extent($"{encoder}.conv1.weight", 0, usual.Stem),
            Stage(1, usual.Layer1), Stage(2, usual.Layer2), Stage(3, usual.Layer3));
    }

    private ClickShape? Click()
    {
        if (!source.Tensors.Any(tensor => tensor.Name.StartsWith(ClickShape.Prefix, StringComparison.Ordinal))) return null;
        ClickShape usual = ClickShape.Usual;
        int Outputs(string layer, int width) => Extent($"{ClickShape.Prefix}{layer}.weight", 0, width);
        return new(
            Outputs("prompts_4", usual.Prompts4), Outputs("prompts_8", usual.Prompts8), Outputs("prompts_16", usual.Prompts16),
            Outputs("fuser.x_transform", usual.Width16), Outputs("down", usual.Width32),
            Outputs("upsample_16_to_8.conv1", usual.Width8), Outputs("upsample_8_to_4.conv1", usual.Width4));
    }

    private BlockKind Block(string encoder) =>
        source.Tensors.Select(tensor => tensor.Name).Any(name =>
            name.StartsWith(encoder + ".layer", StringComparison.Ordinal) && name.EndsWith(".conv3.weight", StringComparison.Ordinal))
            ? BlockKind.Bottleneck
            : BlockKind.Basic;

    private int Extent(string name, int axis, int usual)
    {
        if (!source.TryGet(name, out TensorEntry? tensor) || tensor.Shape.Length <= axis || tensor.Shape[axis] <= 0)
            return usual;
        return Limited(tensor.Shape[axis], ArchitectureLimits.MostChannels, usual, $"{name} gives {tensor.Shape[axis]} channels");
    }

    // Counts the numbers that follow the module's name; taking the largest instead would let one bad name grow the network.
    private int Children(string module, int usual)
    {
        HashSet<string> children = [];
        string prefix = module + ".";
        foreach (TensorEntry tensor in source.Tensors)
            if (tensor.Name.StartsWith(prefix, StringComparison.Ordinal) && tensor.Name.IndexOf('.', prefix.Length) is > 0 and int end
                && tensor.Name[prefix.Length..end] is { Length: > 0 } child && child.All(char.IsAsciiDigit))
                children.Add(child);
        return children.Count == 0 ? usual : Limited(children.Count, ArchitectureLimits.MostBlocks, usual, $"{module} has {children.Count} blocks");
    }

    private int Limited(long value, int most, int usual, string what)
    {
        if (value <= most)
            return (int)value;
        _faults.Add($"{what}, and at most {most} can be computed");
        return usual;
    }

    private int Heads()
    {
        if (!source.Metadata.TryGetValue(Architecture.HeadsKey, out string? text))
            return Architecture.DefaultHeads;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int heads) && heads > 0)
            return heads;
        _faults.Add($"its metadata give {text} attention heads, which is no number of them");
        return Architecture.DefaultHeads;
    }
}
