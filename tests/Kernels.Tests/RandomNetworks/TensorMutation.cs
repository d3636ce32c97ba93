using System.Collections.Immutable;
using LiVOS.Weights;

namespace LiVOS.Kernels.Tests.RandomNetworks;

/// <summary>Changes a network's list of tensors as who wants the loader to look at other tensors than the check would.</summary>
internal static class TensorMutation
{
    private static readonly string[] s_modules =
        ["image_encoder.layer1", "image_encoder.layer2", "mask_encoder.layer1", "mask_encoder.layer3", "object_transformer.blocks",
            "object_transformer.mask_pred"];

    /// <summary>The tensors with one to four changes.</summary>
    public static List<TensorEntry> Of(IEnumerable<TensorEntry> tensors, Random random)
    {
        List<TensorEntry> changed = [.. tensors];
        for (int changes = random.Next(1, 5); changes > 0; changes--) Change(changed, random);
        return changed;
    }

    private static void Change(List<TensorEntry> tensors, Random random)
    {
        int at = random.Next(tensors.Count);
        TensorEntry tensor = tensors[at];
        switch (random.Next(9))
        {
            case 0: tensors.RemoveAt(at); break;
            case 1: tensors[at] = new TensorEntry(tensor.Name, tensor.Type, Reshaped(tensor.Shape, random)); break;
            case 2: tensors[at] = new TensorEntry(Renamed(tensor.Name, random), tensor.Type, tensor.Shape); break;
            case 3: tensors.Add(new TensorEntry(Renamed(tensor.Name, random), tensor.Type, Reshaped(tensor.Shape, random))); break;
            case 4: AddBlock(tensors, random); break;
            case 5: AddNames(tensors, random); break;
            case 6: AddShortcut(tensors, random); break;
            case 7:
                tensors.Add(
                new TensorEntry(
                    $"mask_decoder.upsample_{(random.Next(2) == 0 ? "16_to_8" : "8_to_4")}.linear_proj.weight", DataType.F32,
                    [4, random.Next(1, 40), 1, 1])); break;
            default: ReplaceEverywhere(tensors, random); break;
        }
    }

    private static ImmutableArray<long> Reshaped(ImmutableArray<long> shape, Random random)
    {
        if (shape.Length == 0) return [random.Next(5)];
        int axis = random.Next(shape.Length);
        return random.Next(6) switch
        {
            0 => shape.RemoveAt(axis),
            1 => shape.Insert(axis, random.Next(1, 4)),
            2 => shape.SetItem(axis, 0),
            3 => shape.SetItem(axis, 1L << random.Next(40)),
            4 => [.. shape.Reverse()],
            _ => shape.SetItem(axis, Math.Max(0, shape[axis] + random.Next(-4, 5))),
        };
    }

    private static string Renamed(string name, Random random)
    {
        string[] parts = name.Split('.');
        int at = random.Next(parts.Length);
        parts[at] = random.Next(4) switch { 0 => $"{random.Next(12)}", 1 => "", 2 => parts[random.Next(parts.Length)], _ => parts[at] + "x" };
        return string.Join('.', parts);
    }

    /// <summary>A block more, whose tensors may have other widths than the first block's.</summary>
    private static void AddBlock(List<TensorEntry> tensors, Random random)
    {
        string module = s_modules[random.Next(s_modules.Length)], first = module + ".0.", next = $"{module}.{random.Next(1, 6)}.";
        bool reshape = random.Next(2) == 0;
        foreach (TensorEntry tensor in tensors.Where(tensor => tensor.Name.StartsWith(first, StringComparison.Ordinal)).ToArray())
            tensors.Add(new TensorEntry(next + tensor.Name[first.Length..], tensor.Type, reshape ? Reshaped(tensor.Shape, random) : tensor.Shape));
    }

    /// <summary>So many names below a module that a count may be given up.</summary>
    private static void AddNames(List<TensorEntry> tensors, Random random)
    {
        string module = s_modules[random.Next(s_modules.Length)];
        int count = random.Next(3) switch { 0 => 3, 1 => 70, _ => 1100 };
        for (int i = 0; i < count; i++) tensors.Add(new TensorEntry($"{module}.{(random.Next(2) == 0 ? i : 1000 + i)}.x", DataType.F32, [1]));
    }

    private static void AddShortcut(List<TensorEntry> tensors, Random random)
    {
        string block = $"{(random.Next(2) == 0 ? "image" : "mask")}_encoder.layer{random.Next(1, 4)}.{random.Next(2)}.downsample";
        int channels = random.Next(1, 40);
        tensors.Add(new TensorEntry($"{block}.0.weight", DataType.F32, [channels, random.Next(1, 40), 1, 1]));
        foreach (string name in new[] { "weight", "bias", "running_mean", "running_var" })
            tensors.Add(new TensorEntry($"{block}.1.{name}", DataType.F32, [channels]));
    }

    /// <summary>One extent in place of another wherever it stands, as in a network of another width.</summary>
    private static void ReplaceEverywhere(List<TensorEntry> tensors, Random random)
    {
        long[] extents = [.. tensors.SelectMany(tensor => tensor.Shape).Distinct()];
        long from = extents[random.Next(extents.Length)], to = random.Next(1, 70);
        for (int i = 0; i < tensors.Count; i++)
            tensors[i] = new TensorEntry(tensors[i].Name, tensors[i].Type, [.. tensors[i].Shape.Select(extent => extent == from ? to : extent)]);
    }
}
