using LiVOS.Weights;
using LiVOS.Weights.Architectures;

namespace LiVOS.WeightsConverter.Commands;

/// <summary>The content of a weight file, read once.</summary>
/// <param name="Source">The file.</param>
/// <param name="Check">How its tensors compare with what the network needs.</param>
/// <param name="Ranges">Its tensors, and what their numbers are like.</param>
internal sealed record Inspection(ITensorSource Source, ArchitectureCheck Check, IReadOnlyList<(TensorEntry Tensor, TensorRange Range)> Ranges)
{
    /// <summary>Says in one sentence why a run would refuse the file; null where it would not.</summary>
    public string? Fault => Check.Fault ?? Check.FaultOfNumbers(Ranges.Where(tensor => tensor.Range.NonFinite > 0).Select(tensor => tensor.Tensor.Name));

    /// <summary>Reads every number of a file.</summary>
    /// <exception cref="WeightsException">The file cannot be read.</exception>
    public static Inspection Of(ITensorSource source) =>
        new(source, Architecture.Check(source), [.. source.Tensors.Select(tensor => (tensor, WeightsCheck.Range(source, tensor)))]);
}
