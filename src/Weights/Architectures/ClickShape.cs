namespace LiVOS.Weights.Architectures;

/// <summary>The widths of a click head, the part that turns clicks into an object's first mask (docs/network.md#click-head).</summary>
/// <param name="Prompts4">The channels of prompts at 1/4 of the frame.</param>
/// <param name="Prompts8">The channels of prompts at 1/8.</param>
/// <param name="Prompts16">The channels of prompts at 1/16.</param>
/// <param name="Width16">The channels of fused features at 1/16.</param>
/// <param name="Width32">The channels of fused features at 1/32.</param>
/// <param name="Width8">The channels at 1/8, on the way back.</param>
/// <param name="Width4">The channels at 1/4, on the way back.</param>
public sealed record ClickShape(int Prompts4, int Prompts8, int Prompts16, int Width16, int Width32, int Width8, int Width4)
{
    /// <summary>The planes in which prompts are drawn: positive strokes, negative strokes, the box, the mask so far.</summary>
    public const int Planes = 4;

    /// <summary>The module's name, with which its tensors' names begin.</summary>
    internal const string Module = "click_head";

    internal const string Prefix = Module + ".";

    /// <summary>The widths that training uses.</summary>
    public static ClickShape Usual { get; } = new(16, 32, 64, Width16: 96, Width32: 96, Width8: 48, Width4: 32);

    /// <summary>Such as <c>prompts 16/32/64, 96/96/48/32</c>.</summary>
    public override string ToString() => $"prompts {Prompts4}/{Prompts8}/{Prompts16}, {Width16}/{Width32}/{Width8}/{Width4}";
}
