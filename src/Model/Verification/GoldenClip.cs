using System.Globalization;
using System.Text.Json;
using LiVOS.Weights;

namespace LiVOS.Model.Verification;

/// <summary>A recorded clip, as the metadata of its file describe it: checked, so that running it needs no further look at them.</summary>
internal sealed class GoldenClip
{
    // Recorded clips are small: what is larger is damage.
    private const int MostPixels = 4096, MostFrames = 10_000;

    private readonly ITensorSource _file;
    private readonly string _path;

    /// <summary>Reads and checks the metadata.</summary>
    /// <exception cref="WeightsException">They are not a golden file's.</exception>
    public GoldenClip(ITensorSource file, string path)
    {
        (_file, _path) = (file, path);
        (Height, Width, Frames) = (Number("height", MostPixels), Number("width", MostPixels), Number("frames", MostFrames));
        Introduced = ReadIds(Text("ids"));
        if (Introduced.Values.Sum(ids => ids.Length) > Segmenter.MostObjects) throw Wrong($"its metadata introduce more than {Segmenter.MostObjects} objects");
    }

    /// <summary>Rows of a frame.</summary>
    public int Height { get; }

    /// <summary>Pixels in a row of a frame.</summary>
    public int Width { get; }

    /// <summary>The number of frames.</summary>
    public int Frames { get; }

    /// <summary>The ids of the objects that frames introduce.</summary>
    public IReadOnlyDictionary<int, int[]> Introduced { get; }

    /// <summary>The seed of synthetic frames and weights; null where they are not synthetic.</summary>
    public ulong? Seed => _file.Metadata.ContainsKey("seed") ? (ulong)Number("seed", int.MaxValue, least: 0) : null;

    /// <summary>A text of the metadata.</summary>
    /// <exception cref="WeightsException">There is none of that name.</exception>
    public string Text(string key) => _file.Metadata.TryGetValue(key, out string? text) ? text : throw Wrong($"its metadata have no '{key}'");

    /// <summary>Checks that every recorded tensor belongs to a frame of the clip, and those that are looked into have its size.</summary>
    /// <exception cref="WeightsException">One does not.</exception>
    public void CheckTensors()
    {
        foreach (TensorEntry tensor in _file.Tensors)
        {
            if (tensor.Name.Split('.', 2) is not [string frame, { Length: > 0 } module] || FrameOf(frame) is not int number)
                throw Wrong($"its tensor {tensor.Name} belongs to none of its {Frames} frames");
            if (tensor.Count == 0 || tensor.Shape.IsEmpty) throw Wrong($"its tensor {tensor.Name} holds nothing");
            int objects = Introduced.Where(ids => ids.Key <= number).SelectMany(ids => ids.Value).Distinct().Count();
            long? count = module switch
            {
                "rgb" => 3L * Height * Width,
                "mask" => (long)Height * Width,
                "prob" => (objects + 1L) * Height * Width,
                _ => null,
            };
            bool misshapen = count is not null && tensor.Count != count || module == "prob" && (objects == 0 || tensor.Shape[0] != objects + 1);
            if (misshapen)
                throw Wrong($"its tensor {tensor.Name} is {tensor.Shape.ToShapeText()}, which does not fit {Width}x{Height} pixels and {objects} objects");
        }

        foreach (int frame in Introduced.Keys)
            if (!_file.TryGet($"frame{frame}.mask", out _)) throw Wrong($"it has no mask of frame {frame}, which introduces objects");
    }

    private int? FrameOf(string name) =>
        name.StartsWith("frame", StringComparison.Ordinal)
            && int.TryParse(name["frame".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int frame)
        && frame < Frames ? frame : null;

    private Dictionary<int, int[]> ReadIds(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            Dictionary<int, int[]> introduced = [];
            foreach (JsonProperty frame in json.RootElement.EnumerateObject())
            {
                int[] ids = [.. frame.Value.EnumerateArray().Select(id => id.GetInt32())];
                int number = int.Parse(frame.Name, NumberStyles.None, CultureInfo.InvariantCulture);
                if (number >= Frames || !introduced.TryAdd(number, ids) || Array.Exists(ids, id => id < 1)) throw new FormatException();
            }

            return introduced;
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or InvalidOperationException)
        {
            throw Wrong("its metadata do not say which objects each frame introduces");
        }
    }

    private int Number(string key, int most, int least = 1) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw Wrong($"its metadata give '{Text(key)}' for '{key}'");

    private WeightsException Wrong(string why) => new($"{_path} is not a golden file, or a damaged one: {why}.");
}
