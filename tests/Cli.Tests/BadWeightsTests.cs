using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using LiVOS.Cli.Files;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Cli.Tests;

/// <summary>Weight files that cannot be used.</summary>
public sealed class BadWeightsTests : IDisposable
{
    private const string Bias = "key_projector.layer2.bias";

    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Fact]
    public Task A_missing_file() => RefusedAsync("nothing.safetensors", "nothing.safetensors");

    [Fact]
    public Task A_truncated_file()
    {
        File.Copy(BundledFiles.Weights, _clip["cut.safetensors"]);
        MadeUpClip.Truncate(_clip["cut.safetensors"]);
        return RefusedAsync("cut.safetensors", "cut.safetensors", "cut short");
    }

    [Fact]
    public Task Something_else()
    {
        File.WriteAllText(_clip["weights.pth"], "not weights at all");
        return RefusedAsync("weights.pth", "weights.pth", "neither a safetensors file nor a PyTorch checkpoint");
    }

    [Fact]
    public Task A_tensor_of_another_shape()
    {
        Rewrite("odd.safetensors", entry => entry.Name == Bias ? new TensorEntry(Bias, entry.Type, [5]) : entry, _ => { });
        return RefusedAsync("odd.safetensors", "odd.safetensors", Bias, "[5]", "[64]");
    }

    [Fact]
    public Task A_missing_tensor()
    {
        Rewrite("less.safetensors", entry => entry.Name == Bias ? null : entry, _ => { });
        return RefusedAsync("less.safetensors", "less.safetensors", "lacks", Bias);
    }

    [Fact]
    public Task Numbers_that_are_not_finite()
    {
        Rewrite("nan.safetensors", entry => entry, numbers => numbers[^1] = float.NaN);
        return RefusedAsync("nan.safetensors", "nan.safetensors", Bias, "NaN");
    }

    [Fact]
    public Task A_web_page()
    {
        File.WriteAllText(_clip["livos.pth"], "<!DOCTYPE html><html>Download anyway?");
        return RefusedAsync("livos.pth", "livos.pth is a web page");
    }

    [Fact]
    public Task A_folder()
    {
        Directory.CreateDirectory(_clip["models"]);
        File.WriteAllText(_clip["models/a.pth"], "");
        return RefusedAsync("models", "models is a folder; give a weight file in it: a.pth");
    }

    /// <summary>A file of 150 GB that takes no room on the disk: its weights are counted and not read.</summary>
    [Fact]
    public async Task More_than_the_memory()
    {
        WriteHoles("huge.safetensors", Architecture.Base with { Dimension = 4096, FeedForward = 4096, TransformerBlocks = 64 });
        await RefusedAsync("huge.safetensors", "The weights of huge.safetensors take ", " GB of memory, but ", " is available");

        Outcome plan = (await Livos.RunAsync("plan", "--size", "64x64", "--weights", _clip["huge.safetensors"], "--json")).Succeeded();
        Assert.InRange(JsonDocument.Parse(plan.Output).RootElement.GetProperty("weight_bytes").GetInt64(), 100L << 30, 200L << 30);
    }

    private void WriteHoles(string name, Architecture network)
    {
        StringBuilder json = new("{");
        long end = 0;
        foreach (TensorEntry tensor in network.Tensors().Where(tensor => tensor.Type == DataType.F32))
        {
            string shape = string.Join(',', tensor.Shape);
            json.Append($"{(end > 0 ? "," : "")}\"{tensor.Name}\":{{\"dtype\":\"F32\",\"shape\":[{shape}],\"data_offsets\":[{end},{end += tensor.Length}]}}");
        }
        byte[] header = Encoding.UTF8.GetBytes(json.Append('}').ToString());
        using FileStream file = File.Create(_clip[name]);
        file.Write(BitConverter.GetBytes((long)header.Length));
        file.Write(header);
        file.SetLength(sizeof(long) + header.Length + end);
    }

    private async Task RefusedAsync(string weights, params string[] parts)
    {
        (await Livos.SegmentAsync(_clip, "--weights", _clip[weights])).RefusedWith(parts);
        Assert.False(Directory.Exists(_clip.Out));
    }

    /// <summary>Writes the bundled weights with other tensors, and with other numbers in <see cref="Bias"/>.</summary>
    private void Rewrite(string name, Func<TensorEntry, TensorEntry?> change, Action<float[]> spoil)
    {
        using SafetensorsFile source = SafetensorsFile.Open(BundledFiles.Weights);
        ImmutableArray<TensorEntry> entries =
            [.. source.Tensors.Select(change).OfType<TensorEntry>().Select(entry => new TensorEntry(entry.Name, DataType.F32, entry.Shape))];
        using var writer = new SafetensorsWriter(_clip[name], entries, source.Metadata);
        foreach (TensorEntry entry in entries)
        {
            float[] numbers = source.ReadFloats(entry.Name);
            if (entry.Name == Bias) spoil(numbers);
            writer.Write(numbers.AsSpan(0, (int)entry.Count));
        }
        writer.Commit();
    }
}
