using LiVOS.Media;

namespace LiVOS.Server;

/// <summary>A mask as COCO has it.</summary>
/// <param name="Size">Height and width.</param>
/// <param name="Counts">The packed lengths of runs.</param>
internal sealed record RunLengths(int[] Size, string Counts)
{
    /// <summary>An object's mask.</summary>
    public static RunLengths Of(LabelMask mask, int label) => new([mask.Height, mask.Width], MaskRuns.Coco(mask, label));
}
