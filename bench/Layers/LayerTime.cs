namespace LiVOS.Bench.Layers;

/// <summary>A launch and its time.</summary>
/// <param name="Layer">The layer that it computes.</param>
/// <param name="Stage">The first part of the layer's name.</param>
/// <param name="Kernel">Its kernel.</param>
/// <param name="Output">The shape of what it writes: objects x height x width x channels.</param>
/// <param name="Operations">Floating-point operations; 0 where nobody counts.</param>
/// <param name="MinimumSeconds">The shortest time over the frames.</param>
/// <param name="MedianSeconds">The middle time over the frames.</param>
/// <param name="FloorSeconds">What the device needs for it at least; null where its rates are not known.</param>
internal sealed record LayerTime(
    string Layer, string Stage, string Kernel, string Output, long Operations, double MinimumSeconds, double MedianSeconds, double? FloorSeconds);
