using System.Collections.Immutable;

namespace LiVOS.Weights.Architectures;

/// <summary>All that tells one LiVOS network from another: block kinds, counts and widths, read off a weight file's shapes.</summary>
/// <param name="Image">The image encoder.</param>
/// <param name="Mask">The mask encoder.</param>
/// <param name="Dimension">The channels of pixels, values, sensory memory and queries (256).</param>
/// <param name="KeyWidth">The channels of keys (64).</param>
/// <param name="Width8">The decoder's channels at 1/8 of the frame.</param>
/// <param name="Width4">The decoder's channels at 1/4 of the frame.</param>
/// <param name="Queries">The queries per object; the first half looks at the object, the rest at what is around it.</param>
/// <param name="Heads">The attention heads. Shapes cannot tell: the file's metadata <c>num_heads</c> does, 8 where it is absent.</param>
/// <param name="FeedForward">The inner width of the transformer's feed-forward layers.</param>
/// <param name="TransformerBlocks">The number of transformer blocks.</param>
public sealed record Architecture(
    ResNetShape Image, ResNetShape Mask, int Dimension, int KeyWidth, int Width8, int Width4,
    int Queries, int Heads, int FeedForward, int TransformerBlocks)
{
    /// <summary>The metadata key that gives the number of attention heads.</summary>
    public const string HeadsKey = "num_heads";

    internal const int DefaultHeads = 8;

    /// <summary>The part that turns clicks into masks; null where there is none.</summary>
    public ClickShape? Click { get; init; }

    private static readonly ResNetShape s_resNet50 = new(BlockKind.Bottleneck, 3, 64, new(3, 256), new(4, 512), new(6, 1024));
    private static readonly ResNetShape s_resNet18Image = new(BlockKind.Basic, 3, 64, new(2, 64), new(2, 128), new(2, 256));

    /// <summary>The published network: ResNet-50 for images, ResNet-18 for masks.</summary>
    public static Architecture Base { get; } = new(
        s_resNet50, s_resNet18Image with { Input = 5 }, Dimension: 256, KeyWidth: 64, Width8: 128, Width4: 128,
        Queries: 16, DefaultHeads, FeedForward: 2048, TransformerBlocks: 3);

    /// <summary>As <see cref="Base"/>, with a decoder of half the width at 1/4.</summary>
    public static Architecture Small { get; } = Base with { Width4 = 64 };

    /// <summary>As <see cref="Base"/>, with ResNet-18 for images.</summary>
    public static Architecture ResNet18 { get; } = Base with { Image = s_resNet18Image };

    /// <summary>The published architecture of that name: base, small or resnet18; null for any other.</summary>
    public static Architecture? Named(string variant) => new[] { Base, Small, ResNet18 }.FirstOrDefault(published => published.Variant == variant);

    /// <summary>The name of this architecture: <c>base</c>, <c>small</c>, <c>resnet18</c>, or <c>other</c> for other widths.</summary>
    public string Variant => VariantOf(this with { Click = null });

    /// <summary>Every tensor of a checkpoint of this network, in PyTorch's order, the training-only ones too.</summary>
    public ImmutableArray<TensorEntry> Tensors() => new ArchitectureTensors(this).ToImmutable();

    /// <summary>Whether the network reads a tensor of that name; the others serve training, or are made anew at load.</summary>
    public static bool IsNeeded(string name) =>
        !name.StartsWith("aux_computer.", StringComparison.Ordinal) && !IsBuffer(name);

    /// <summary>Whether a tensor is not learned: the batch counters of normalization, and positional frequencies.</summary>
    internal static bool IsBuffer(string name) =>
        name.EndsWith("num_batches_tracked", StringComparison.Ordinal) || name.EndsWith("inv_freq", StringComparison.Ordinal);

    /// <summary>The kernel of the channel attention's 1-D convolution over that many channels.</summary>
    public static int ChannelAttentionKernel(int channels)
    {
        int t = (int)((Math.Log2(channels) + 1) / 2);
        return t % 2 == 1 ? t : t + 1;
    }

    /// <summary>
    /// Reads the architecture off a file's shapes. What the file lacks is taken to be as in the published network of its kind;
    /// <see cref="Check"/> tells what is missing, and what cannot be computed.
    /// </summary>
    public static Architecture Read(ITensorSource source) => new ArchitectureReader(source).Read();

    /// <summary>Reads the architecture off a file's shapes and compares every tensor with what it needs.</summary>
    public static ArchitectureCheck Check(ITensorSource source) => new(source);

    private static string VariantOf(Architecture network) =>
        network == Base ? "base" : network == Small ? "small" : network == ResNet18 ? "resnet18" : "other";

    /// <summary>Such as <c>base: image encoder bottleneck 3-4-6, 64/256/512/1024; mask encoder ...</c>.</summary>
    public override string ToString() =>
        $"{Variant}: image encoder {Image}; mask encoder {Mask}; " +
        $"dimension {Dimension}, key {KeyWidth}, decoder {Dimension}/{Width8}/{Width4}, " +
        $"{TransformerBlocks} transformer blocks, {Queries} queries, {Heads} heads, feed-forward {FeedForward}" +
        (Click is null ? "" : $"; click head {Click}");
}
