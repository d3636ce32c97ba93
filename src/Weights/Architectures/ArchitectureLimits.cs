namespace LiVOS.Weights.Architectures;

/// <summary>The networks that kernels can compute. Any other is refused: its kernels would read and write beside their tensors.</summary>
internal static class ArchitectureLimits
{
    /// <summary>The most channels or queries: with them, kernels can still count every tensor. The published networks have up to 2048.</summary>
    public const int MostChannels = 4096;

    /// <summary>The most blocks of a stage, or of the transformer. ResNet-152 has 36.</summary>
    public const int MostBlocks = 64;

    // Positions are encoded, and a head's channels summed, four channels at a time.
    private const int Multiple = 4;

    /// <summary>Says what of a network kernels cannot compute: parts of a sentence about its file.</summary>
    public static IEnumerable<string> Faults(Architecture network)
    {
        foreach ((string part, int channels) in Channels(network))
            if (channels % Multiple != 0)
                yield return $"{part} has {channels} channels, and only multiples of {Multiple} can be computed";
        if (network.Dimension % network.Heads != 0)
            yield return $"its {network.Heads} attention heads do not divide the dimension {network.Dimension}";
        else if (network.Dimension / network.Heads % Multiple != 0)
            yield return $"its {network.Heads} attention heads have {network.Dimension / network.Heads} of {network.Dimension} channels each, and " +
                $"only multiples of {Multiple} can be computed";
    }

    private static IEnumerable<(string Part, int Channels)> Channels(Architecture network) =>
    [
        .. Encoder("its image encoder", network.Image), .. Encoder("its mask encoder", network.Mask),
        ("its pixel projection", network.Dimension), ("its key", network.KeyWidth),
        ("its decoder at 1/8", network.Width8), ("its decoder at 1/4", network.Width4), ("its feed-forward layer", network.FeedForward),
        .. network.Click is null ? [] : Head(network.Click),
    ];

    private static IEnumerable<(string Part, int Channels)> Head(ClickShape head) =>
    [
        ("its click head's prompts at 1/4", head.Prompts4), ("its click head's prompts at 1/8", head.Prompts8),
        ("its click head's prompts at 1/16", head.Prompts16), ("its click head at 1/16", head.Width16), ("its click head at 1/32", head.Width32),
        ("its click head at 1/8", head.Width8), ("its click head at 1/4", head.Width4),
    ];

    private static IEnumerable<(string Part, int Channels)> Encoder(string name, ResNetShape shape) =>
    [
        ($"{name}'s stem", shape.Stem), ($"{name}'s layer1", shape.Layer1.Width), ($"{name}'s layer2", shape.Layer2.Width),
        ($"{name}'s layer3", shape.Layer3.Width),
    ];
}
