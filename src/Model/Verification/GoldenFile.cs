using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Model.Verification;

/// <summary>Numbers that the reference recorded on a short clip (docs/network.md#golden-files), and the clip itself, rebuilt or recorded.</summary>
public sealed class GoldenFile : IDisposable
{
    private readonly SafetensorsFile _file;
    private readonly GoldenClip _clip;
    private readonly SyntheticFrames? _synthetic;

    private GoldenFile(SafetensorsFile file, string path)
    {
        _file = file;
        Path = path;
        _clip = new GoldenClip(file, path);
        _clip.CheckTensors();
        Variant = _clip.Text("variant");
        if (_clip.Seed is ulong seed) _synthetic = new SyntheticFrames(seed, Width, Height);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Rows of a frame.</summary>
    public int Height => _clip.Height;

    /// <summary>Pixels in a row of a frame.</summary>
    public int Width => _clip.Width;

    /// <summary>The number of frames.</summary>
    public int Frames => _clip.Frames;

    /// <summary>The network that made the numbers: base, small, resnet18, or nano with its own weights.</summary>
    public string Variant { get; }

    /// <summary>The seed of the synthetic weights.</summary>
    /// <exception cref="WeightsException">The file has none.</exception>
    public ulong Seed => _clip.Seed ?? throw new WeightsException($"{Path} has no seed to make weights up from; name the weight file in its metadata.");

    /// <summary>The recorded tensors: <c>frameT.name</c>.</summary>
    public IEnumerable<string> Tensors => _file.Tensors.Select(tensor => tensor.Name);

    /// <summary>The weight file that the numbers were made with; null where the weights are synthetic.</summary>
    /// <param name="root">The folder from which its recorded path leads, where none lies at that path beside the recordings' folder: others than
    /// this project's may have recorded other weights under the same name.</param>
    public string? FindWeights(string root)
    {
        if (!_file.Metadata.TryGetValue("weights", out string? name)) return null;
        string beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, "..", name);
        return File.Exists(beside) ? beside : System.IO.Path.Combine(root, name);
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="WeightsException">It cannot be read, or its metadata or tensors are not a golden file's.</exception>
    public static GoldenFile Open(string path)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        try
        {
            return new GoldenFile(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The synthetic weights that the numbers were made with.</summary>
    /// <param name="seed">Another seed, which gives other weights.</param>
    /// <exception cref="WeightsException">The file's variant is none of the published ones.</exception>
    public SyntheticWeights SyntheticWeights(ulong? seed = null) => new(Architecture.Named(Variant) ?? throw new WeightsException(
        $"{Path}: its numbers were made with the variant '{Variant}', whose weights cannot be made up; name the weight file."), seed ?? Seed);

    /// <summary>The frame number <paramref name="frame"/>: [height, width, 3] in [0, 1].</summary>
    public float[] Image(int frame)
    {
        if (!_file.TryGet($"frame{frame}.rgb", out _))
            return _synthetic?[frame] ?? throw new WeightsException($"{Path} has neither a seed nor the pixels of frame {frame}.");
        float[] pixels = _file.ReadFloats($"frame{frame}.rgb");
        for (int i = 0; i < pixels.Length; i++) pixels[i] /= 255;
        return pixels;
    }

    /// <summary>The mask that frame number <paramref name="frame"/> brings, with only the ids that it introduces; empty where it brings none.</summary>
    public int[] Mask(int frame)
    {
        if (!_clip.Introduced.TryGetValue(frame, out int[]? ids)) return [];
        return [.. _file.ReadFloats($"frame{frame}.mask").Select(id => ids.Contains((int)id) ? (int)id : 0)];
    }

    /// <summary>A recorded tensor's numbers, row-major, and its shape.</summary>
    /// <exception cref="WeightsException">They cannot be read, or are not finite, so that nothing could be compared with them.</exception>
    public (long[] Shape, float[] Values) Read(string name)
    {
        float[] values = _file.ReadFloats(name);
        if (!Array.TrueForAll(values, float.IsFinite)) throw new WeightsException($"{Path} is damaged: its tensor {name} holds NaN or infinite numbers.");
        return ([.. _file.Get(name).Shape], values);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
