namespace LiVOS.Bench.Layers;

/// <summary>A launch and its time.</summary>
/// <param name="Layer">The layer that it computes.</param>
/// <param name="Stage">The first part of the layer's name.</param>
/// <param name="Kernel">Its kernel.</param>
/// <param name="Output">The shape of its output: objects x height x width x channels.</param>
/// <param name="Operations">Floating-point operations; 0 if not counted.</param>
/// <param name="MinimumSeconds">The shortest time over the frames.</param>
/// <param name="MedianSeconds">The median time over the frames.</param>
/// <param name="FloorSeconds">The least time that the device needs; null if its rates are unknown.</param>
internal sealed record LayerTime(
    string Layer, string Stage, string Kernel, string Output, long Operations, double MinimumSeconds, double MedianSeconds, double? FloorSeconds);
