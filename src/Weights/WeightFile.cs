using System.Buffers.Binary;
using LiVOS.Weights.PyTorch;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Weights;

/// <summary>Opens weight files of any known kind.</summary>
public static class WeightFile
{
    /// <summary>Opens a safetensors file or a PyTorch checkpoint, recognized by their content, not by their names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends every later read.</param>
    /// <exception cref="WeightsException">There is no such file, or it is neither, or damaged.</exception>
    public static ITensorSource Open(string path, CancellationToken cancellation = default) =>
        IsSafetensors(path) ? SafetensorsFile.Open(path, cancellation) : CheckpointFile.Open(path, cancellation);

    // Eight bytes of length, then the brace of a JSON object; neither a zip's nor a pickle's first bytes give a length that fits.
    private static bool IsSafetensors(string path)
    {
        using InputFile file = new(path);
        Span<byte> head = stackalloc byte[9];
        if (file.Length < head.Length)
            return path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);
        file.Read(0, head);
        return head[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(head) <= (ulong)file.Length
            || path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);
    }
}
