using System.Collections.Immutable;
using LiVOS.Model.Weights;

namespace LiVOS.Cli.Tests;

/// <summary>Weight files that cannot be used.</summary>
public sealed class BadWeightsTests : IDisposable
{
    const string Bias = "key_projector.layer2.bias";

    readonly MadeUpClip clip = new();

    public void Dispose() => clip.Dispose();

    [Fact]
    public Task A_missing_file() => RefusedAsync("nothing.safetensors", "nothing.safetensors");

    [Fact]
    public Task A_truncated_file()
    {
        File.Copy(BundledFiles.Weights, clip["cut.safetensors"]);
        MadeUpClip.Truncate(clip["cut.safetensors"]);
        return RefusedAsync("cut.safetensors", "cut.safetensors", "cut short");
    }

    [Fact]
    public Task Something_else()
    {
        File.WriteAllText(clip["weights.pth"], "not weights at all");
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
    public Task Numbers_that_are_none()
    {
        Rewrite("nan.safetensors", entry => entry, numbers => numbers[^1] = float.NaN);
        return RefusedAsync("nan.safetensors", "nan.safetensors", Bias, "NaN");
    }

    async Task RefusedAsync(string weights, params string[] parts)
    {
        (await Livos.SegmentAsync(clip, "--weights", clip[weights])).RefusedWith(parts);
        Assert.False(Directory.Exists(clip.Out));
    }

    /// <summary>Writes the bundled weights with other tensors, and with other numbers in <see cref="Bias"/>.</summary>
    void Rewrite(string name, Func<TensorEntry, TensorEntry?> change, Action<float[]> spoil)
    {
        using SafetensorsFile source = SafetensorsFile.Open(BundledFiles.Weights);
        ImmutableArray<TensorEntry> entries =
            [.. source.Tensors.Select(change).OfType<TensorEntry>().Select(entry => new TensorEntry(entry.Name, DataType.F32, entry.Shape))];
        using var writer = new SafetensorsWriter(clip[name], entries, source.Metadata);
        foreach (TensorEntry entry in entries)
        {
            float[] numbers = source.ReadFloats(entry.Name);
            if (entry.Name == Bias) spoil(numbers);
            writer.Write(numbers.AsSpan(0, (int)entry.Count));
        }
        writer.Commit();
    }
}
