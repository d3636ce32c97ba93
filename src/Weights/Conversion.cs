using LiVOS.Weights.Architectures;

namespace LiVOS.Weights;

/// <summary>The result of a conversion.</summary>
/// <param name="Source">The name of the file that was converted.</param>
/// <param name="Sha256">That file's SHA-256, in lower-case hexadecimal digits.</param>
/// <param name="TakenFrom">The keys under which the weights stood in the checkpoint; empty where they were all of it.</param>
/// <param name="TakenOff">What was taken off every tensor's name: <c>module.</c> or nothing.</param>
/// <param name="Check">How the tensors compare with what the network needs.</param>
/// <param name="Written">The tensors that were written.</param>
/// <param name="NonFinite">The names of those that hold NaN or infinite numbers.</param>
public sealed record Conversion(
    string Source, string Sha256, string TakenFrom, string TakenOff,
    ArchitectureCheck Check, IReadOnlyList<TensorEntry> Written, IReadOnlyList<string> NonFinite)
{
    /// <summary>Says in one sentence what keeps the network from being used; null where nothing does.</summary>
    public string? Fault => Check.Fault ?? Check.FaultOfNumbers(NonFinite);
}
