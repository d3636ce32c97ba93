using System.Globalization;
using System.Runtime.InteropServices;
using LiVOS.Runtime;
using LiVOS.Weights;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Model.Session;

/// <summary>A session's memory as a safetensors file: sums and last masks, as large after a million frames as after one.</summary>
internal static class SessionFile
{
    private const string Format = "livos-session-2";

    /// <summary>Sides and areas beyond these are no frame's.</summary>
    private const int LongestSide = 32768, MostPixels = 1 << 26;

    /// <summary>Writes a session.</summary>
    /// <exception cref="WeightsException">The file cannot be written.</exception>
    public static void Write(string path, Network network, FrameGeometry geometry, IReadOnlyList<int> ids, SessionState state)
    {
        (string Name, Tensor Tensor)[] tensors = Tensors(state);
        var metadata = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["network"] = $"{network.Architecture}",
            ["frames"] = Join(geometry.Height, geometry.Width, geometry.SourceHeight, geometry.SourceWidth),
            ["ids"] = Join([.. ids]),
        };
        using var writer = new SafetensorsWriter(path, [.. tensors.Select(each => EntryOf(each.Name, each.Tensor))], metadata);
        foreach ((_, Tensor tensor) in tensors)
        {
            if (tensor is Tensor<int> numbers) writer.Write(MemoryMarshal.AsBytes<int>(numbers.ToArray()));
            else writer.Write(((Tensor<float>)tensor).ToArray());
        }
        writer.Commit();
    }

    /// <summary>Reads a session, which may come from strangers: all is looked at before anything is taken.</summary>
    /// <exception cref="WeightsException">It is no session of this network, or damaged.</exception>
    public static (FrameGeometry Geometry, int[] Ids, SessionState State) Read(string path, Network network)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("format") != Format) throw Refusal(file, $"is no saved session of this version ({Format})");
        if (file.Metadata.GetValueOrDefault("network") != $"{network.Architecture}")
            throw Refusal(file, "was saved with a network of other sizes; load the weights with which it was made");
        FrameGeometry geometry = GeometryOf(file);
        int[] ids = Numbers(file, "ids");
        if (ids.Length is 0 or > Segmenter.MostObjects || ids.Distinct().Count() != ids.Length || ids.Any(id => id < 1))
            throw Refusal(file, "names objects that no session has");
        long introductions = file.TryGet("key_sum_at_introduction", out TensorEntry? entry) && entry.Shape is [long first, ..] ? first : 0;
        if (introductions < 1 || introductions > ids.Length) throw Refusal(file, "tells of introductions that no session has");

        using (var outline = new SessionState(network, geometry, ids.Length, (int)introductions, countsOnly: true))
            foreach ((string name, Tensor tensor) in Tensors(outline)) RequireFit(file, name, tensor);
        var state = new SessionState(network, geometry, ids.Length, (int)introductions);
        try
        {
            foreach ((string name, Tensor tensor) in Tensors(state))
            {
                if (tensor is Tensor<int> numbers) numbers.Write(Introduced(file, name, (int)introductions));
                else ((Tensor<float>)tensor).Write(0, Floats(file, name));
            }
            return (geometry, ids, state);
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>What the next frame reads, by the names that other programs have for it.</summary>
    private static (string Name, Tensor Tensor)[] Tensors(SessionState state) =>
    [
        ("state", state.State), ("key_sum", state.KeySum), ("key_sum_at_introduction", state.KeySumAtIntroduction), ("introduced", state.Introduced),
        ("sensory", state.Sensory), ("obj_mem_sum", state.ObjectMemory), ("last_masks", state.LastMask),
    ];

    private static TensorEntry EntryOf(string name, Tensor tensor) => new(
        name, tensor is Tensor<int> ? DataType.I32 : DataType.F32,
        [tensor.Shape.Objects, tensor.Shape.Height, tensor.Shape.Width, tensor.Shape.Channels]);

    private static void RequireFit(SafetensorsFile file, string name, Tensor tensor)
    {
        TensorEntry wanted = EntryOf(name, tensor);
        if (!file.TryGet(name, out TensorEntry? found)) throw Refusal(file, $"has no tensor {name}; it is damaged");
        if (found.Type != wanted.Type || !found.Shape.SequenceEqual(wanted.Shape)) throw Refusal(file, $"has {found}, where {wanted} is needed");
    }

    private static float[] Floats(SafetensorsFile file, string name)
    {
        float[] numbers = file.ReadFloats(name);
        return Array.TrueForAll(numbers, float.IsFinite) ? numbers : throw Refusal(file, $"has numbers in {name} that are not finite; it is damaged");
    }

    private static int[] Introduced(SafetensorsFile file, string name, int introductions)
    {
        TensorEntry entry = file.Get(name);
        int[] numbers = new int[entry.Count];
        file.ReadBytes(entry, 0, MemoryMarshal.AsBytes<int>(numbers));
        return Array.TrueForAll(numbers, number => number >= 0 && number < introductions)
            ? numbers
            : throw Refusal(file, "names introductions that it has not; it is damaged");
    }

    private static FrameGeometry GeometryOf(SafetensorsFile file)
    {
        int[] sides = Numbers(file, "frames");
        if (sides.Length != 4 || sides.Any(side => side is < 1 or > LongestSide)
            || (long)sides[0] * sides[1] > MostPixels || (long)sides[2] * sides[3] > MostPixels)
            throw Refusal(file, "tells of frames that no session has");
        return new FrameGeometry(sides[0], sides[1], sides[2], sides[3]);
    }

    private static int[] Numbers(SafetensorsFile file, string key)
    {
        string[] words = (file.Metadata.GetValueOrDefault(key) ?? "").Split(' ', Segmenter.MostObjects + 1);
        int[] numbers = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                throw Refusal(file, $"does not tell its {key}; it is damaged");
        return numbers;
    }

    private static string Join(params int[] numbers) => string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static WeightsException Refusal(SafetensorsFile file, string why) => new($"The session '{file.Name}' {why}.");
}
