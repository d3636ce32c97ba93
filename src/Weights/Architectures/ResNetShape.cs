namespace LiVOS.Weights.Architectures;

/// <summary>The two kinds of residual block.</summary>
public enum BlockKind
{
    /// <summary>Two 3x3 convolutions (ResNet-18).</summary>
    Basic,
    /// <summary>1x1, 3x3 and 1x1 convolutions, the last four times as wide as the others (ResNet-50).</summary>
    Bottleneck,
}

/// <summary>One of a ResNet's stages.</summary>
/// <param name="Blocks">How many blocks it has.</param>
/// <param name="Width">The channels it gives.</param>
public sealed record StageShape(int Blocks, int Width);

/// <summary>The shape of a ResNet up to its third stage, at 1/16 of the frame.</summary>
/// <param name="Block">The kind of its blocks.</param>
/// <param name="Input">The channels it takes.</param>
/// <param name="Stem">The channels after its first convolution.</param>
/// <param name="Layer1">The stage at 1/4 of the frame.</param>
/// <param name="Layer2">The stage at 1/8.</param>
/// <param name="Layer3">The stage at 1/16.</param>
public sealed record ResNetShape(BlockKind Block, int Input, int Stem, StageShape Layer1, StageShape Layer2, StageShape Layer3)
{
    /// <summary>The channels inside a stage's blocks.</summary>
    public int Planes(StageShape stage) => Block == BlockKind.Bottleneck ? stage.Width / 4 : stage.Width;

    /// <summary>Such as <c>bottleneck 3-4-6, 64/256/512/1024</c>.</summary>
    public override string ToString() =>
        $"{(Block == BlockKind.Basic ? "basic" : "bottleneck")} {Layer1.Blocks}-{Layer2.Blocks}-{Layer3.Blocks}, " +
        $"{Stem}/{Layer1.Width}/{Layer2.Width}/{Layer3.Width}";
}
