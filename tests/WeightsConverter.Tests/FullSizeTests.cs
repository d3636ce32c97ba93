using System.Diagnostics;
using System.Text.Json;
using LiVOS.Model;
using LiVOS.Model.Verification;
using LiVOS.Runtime.Cpu;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;
using LiVOS.Weights.Synthetic;
using LiVOS.Weights.Tests;
using Xunit.Abstractions;

namespace LiVOS.WeightsConverter.Tests;

/// <summary>A checkpoint as large as the published ones, written by PyTorch itself.</summary>
public sealed class FullSizeTests(ITestOutputHelper log) : IDisposable
{
    private const string Python = "/usr/bin/python3";

    // The file has 140 MB.
    private const long MostAllocated = 8 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [Trait("Category", "Long")]
    [InlineData("zip")]
    [InlineData("legacy")]
    public void IsConvertedToTheLastNumber(string format)
    {
        Skip.IfNot(File.Exists(Python) && Run("-c", "import torch, numpy") == 0, $"{Python} has no PyTorch: apt-get install python3-torch python3-numpy");
        using GoldenFile golden = GoldenFile.Open(Path.Combine(AppContext.BaseDirectory, "goldens", "base-90x122-1obj.safetensors"));
        WriteShapes(_folder["shapes.json"]);
        Assert.Equal(0, Run(Fixtures.File("full_size.py"), _folder["shapes.json"], $"{golden.Seed}", _folder["full.pth"], format));

        Stopwatch time = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Conversion conversion = Converter.Convert(_folder["full.pth"], _folder["full.safetensors"]);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        log.WriteLine($"{new FileInfo(_folder["full.pth"]).Length:N0} bytes in {time.ElapsedMilliseconds} ms, {allocated:N0} bytes of memory");

        Assert.True(allocated < MostAllocated, $"{allocated >> 20} MB");
        Assert.Null(conversion.Check.Fault);
        Assert.Empty(conversion.Check.Unexpected);
        Assert.Empty(conversion.NonFinite);
        Assert.Equal("base", conversion.Check.Architecture.Variant);

        using SafetensorsFile file = SafetensorsFile.Open(_folder["full.safetensors"]);
        using SyntheticWeights expected = golden.SyntheticWeights();
        Assert.Equal("base", file.Metadata["variant"]);
        Assert.Equal(expected.Tensors.Select(tensor => tensor.ToString()), file.Tensors.Select(tensor => tensor.ToString()));
        foreach (TensorEntry tensor in expected.Tensors)
            Assert.True(expected.ReadFloats(tensor.Name).AsSpan().SequenceEqual(file.ReadFloats(tensor.Name)), tensor.Name);

        using CpuDevice device = new();
        foreach (string weights in new[] { _folder["full.safetensors"], _folder["full.pth"] })
        {
            using ITensorSource source = WeightFile.Open(weights);
            using Network network = Network.Load(source, device);
            Assert.All(GoldenRun.Compare(golden, network), comparison => Assert.True(comparison.IsRight, comparison.ToString()));
        }
    }

    private static void WriteShapes(string path)
    {
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file);
        json.WriteStartArray();
        foreach (TensorEntry tensor in Architecture.Base.Tensors())
        {
            json.WriteStartObject();
            json.WriteString("name", tensor.Name);
            json.WriteString("dtype", tensor.Type == DataType.I64 ? "int64" : "float32");
            json.WriteStartArray("shape");
            foreach (long extent in tensor.Shape)
                json.WriteNumberValue(extent);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static int Run(params string[] arguments)
    {
        using Process python = Process.Start(Python, arguments);
        python.WaitForExit();
        return python.ExitCode;
    }
}
