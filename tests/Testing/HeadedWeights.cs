using System.Collections.Immutable;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Testing;

/// <summary>The bundled weights with another click head, whose masks are what was drawn: boxes and disks around clicks, less disks around clicks beside the
/// object.</summary>
public static class HeadedWeights
{
    private const string Prefix = "click_head.";
    private const int Centre = 4; // of a 3x3 filter

    /// <summary>Writes the weights with the head.</summary>
    public static void Write(string path) => Write(path, new ClickShape(4, 4, 4, 4, 4, 4, 4));

    /// <summary>Writes the weights without any head.</summary>
    public static void WriteWithout(string path) => Write(path, null);

    private static void Write(string path, ClickShape? shape)
    {
        using SafetensorsFile source = SafetensorsFile.Open(Repository.PathOf("models/livos-nano.safetensors"));
        Architecture network = Architecture.Read(source) with { Click = shape };
        TensorEntry[] own = [.. source.Tensors.Where(entry => Architecture.IsNeeded(entry.Name) && !entry.Name.StartsWith(Prefix, StringComparison.Ordinal))];
        TensorEntry[] head = [.. network.Tensors().Where(entry => entry.Name.StartsWith(Prefix, StringComparison.Ordinal))];
        ImmutableArray<TensorEntry> entries = [.. own.Concat(head).Select(entry => new TensorEntry(entry.Name, DataType.F32, entry.Shape))];
        using var writer = new SafetensorsWriter(path, entries, source.Metadata);
        foreach (TensorEntry entry in entries)
            writer.Write(entry.Name.StartsWith(Prefix, StringComparison.Ordinal) ? Head(entry) : source.ReadFloats(entry.Name).AsSpan(0, (int)entry.Count));
        writer.Commit();
    }

    /// <summary>One channel leads from the planes to the logit; all others, and all that sees the picture, are 0.</summary>
    private static float[] Head(TensorEntry entry)
    {
        var numbers = new float[entry.Count];
        switch (entry.Name[Prefix.Length..])
        {
            case "prompts_4.weight": // channel 0 takes positive strokes and boxes, channel 1 negative strokes
                numbers[Centre] = numbers[2 * 9 + Centre] = 1;
                numbers[4 * 9 + 9 + Centre] = 1;
                break;
            case "linear_proj_p4.weight": // channel 0 takes channel 0 less channel 1
                (numbers[0], numbers[1]) = (1, -2);
                break;
            case "pred.weight":
                numbers[0] = 1;
                break;
            case "pred.bias":
                numbers[0] = -0.5f;
                break;
        }

        return numbers;
    }
}
