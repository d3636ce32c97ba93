using LiVOS.Runtime;

namespace LiVOS.Bench.Ladder;

/// <summary>One way to compute the ladder's convolution.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Output">[height, width, outChannels]: what it writes.</param>
/// <param name="Launches">Its launches, in order.</param>
internal sealed record LadderStep(string Name, Tensor<float> Output, IReadOnlyList<Launch> Launches);
