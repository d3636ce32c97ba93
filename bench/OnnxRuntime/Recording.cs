using System.Runtime.InteropServices;
using LiVOS.Weights;
using LiVOS.Weights.Safetensors;
using Microsoft.ML.OnnxRuntime;

namespace LiVOS.Bench.OnnxRuntime;

/// <summary>The files of <c>livos-bench record</c> and export_onnx.py.</summary>
internal sealed class Recording(DirectoryInfo folder) : IDisposable
{
    private readonly SafetensorsFile _frames = SafetensorsFile.Open(Path.Combine(folder.FullName, "frames.safetensors"));
    private readonly SafetensorsFile _start = SafetensorsFile.Open(Path.Combine(folder.FullName, "start.safetensors"));

    /// <summary>The graph of one frame.</summary>
    public string Graph { get; } = Path.Combine(folder.FullName, "step.onnx");

    /// <summary>The frames that were recorded.</summary>
    public int Frames => _frames.Tensors.Count(tensor => tensor.Name.EndsWith(".image", StringComparison.Ordinal));

    /// <summary>The objects and the background.</summary>
    public int Planes => _frames.TryGet("frame0.prob", out TensorEntry? entry) ? (int)entry.Shape[0] : 0;

    /// <summary>A frame, [1, 3, H, W].</summary>
    public OrtValue Image(int frame)
    {
        (float[] pixels, IReadOnlyList<long> shape) = Read(_frames, $"frame{frame}.image");
        (long height, long width) = (shape[0], shape[1]);
        var planes = new float[pixels.Length];
        for (long i = 0; i < height * width; i++)
        {
            for (int c = 0; c < 3; c++) planes[c * height * width + i] = pixels[i * 3 + c];
        }

        return OrtValue.CreateTensorValueFromMemory(planes, [1, 3, height, width]);
    }

    /// <summary>The probabilities that were recorded, [objects + 1, H, W].</summary>
    public float[] Probabilities(int frame) => Read(_frames, $"frame{frame}.prob").Numbers;

    /// <summary>A part of the memory after the first frame.</summary>
    public OrtValue Memory(string name)
    {
        (float[] numbers, IReadOnlyList<long> shape) = Read(_start, name);
        return OrtValue.CreateTensorValueFromMemory(numbers, [.. shape]);
    }

    public void Dispose()
    {
        _frames.Dispose();
        _start.Dispose();
    }

    private static (float[] Numbers, IReadOnlyList<long> Shape) Read(SafetensorsFile file, string name)
    {
        TensorEntry entry = file.TryGet(name, out TensorEntry? found) ? found : throw new InvalidDataException($"{file.Name} holds no {name}.");
        var numbers = new float[entry.Shape.Aggregate(1L, (product, extent) => product * extent)];
        file.ReadBytes(entry, 0, MemoryMarshal.AsBytes<float>(numbers));
        return (numbers, entry.Shape);
    }
}
