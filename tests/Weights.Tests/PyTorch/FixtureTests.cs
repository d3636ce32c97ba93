using System.Text.Json;
using LiVOS.Weights.PyTorch;

namespace LiVOS.Weights.Tests;

/// <summary>Files written by PyTorch 1.13 are read as PyTorch reads them.</summary>
public sealed class FixtureTests
{
    public static TheoryData<string> Good => [.. Expected().EnumerateObject().Select(file => file.Name)];

    private static JsonElement Expected() => JsonDocument.Parse(File.ReadAllBytes(Fixtures.File("expected.json"))).RootElement;

    [Theory]
    [MemberData(nameof(Good))]
    public void IsReadAsPyTorchReadsIt(string name)
    {
        using CheckpointFile checkpoint = CheckpointFile.Open(Fixtures.File(name));
        JsonProperty[] expected = [.. Expected().GetProperty(name).EnumerateObject()];
        Assert.Equal(expected.Select(tensor => tensor.Name), checkpoint.Tensors.Select(tensor => checkpoint.TakenOff + tensor.Name));
        foreach ((JsonProperty property, TensorEntry tensor) in expected.Zip(checkpoint.Tensors))
        {
            Assert.Equal(property.Value.GetProperty("dtype").GetString(), PyTorchName(tensor.Type));
            Assert.Equal(property.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64()), tensor.Shape);
            Assert.Equal(property.Value.GetProperty("values").EnumerateArray().Select(value => (float)value.GetDouble()), checkpoint.ReadFloats(tensor.Name));
        }
    }

    [Theory]
    [InlineData("plain.pth", "", "")]
    [InlineData("checkpoint.pth", "weights", "module.")]
    public void SaysWhereTheWeightsStood(string name, string takenFrom, string takenOff)
    {
        using CheckpointFile checkpoint = CheckpointFile.Open(Fixtures.File(name));
        Assert.Equal((takenFrom, takenOff), (checkpoint.TakenFrom, checkpoint.TakenOff));
    }

    [Theory]
    [InlineData("strided.pth", "transposed")]
    [InlineData("strided.pth", "channels_last")]
    [InlineData("strided.pth", "expanded")]
    [InlineData("plain.pth", "f64")]
    public void AnyPartOfATensorCanBeRead(string file, string name)
    {
        using CheckpointFile checkpoint = CheckpointFile.Open(Fixtures.File(file));
        TensorEntry tensor = checkpoint.Get(name);
        float[] whole = checkpoint.ReadFloats(name);
        for (int start = 0; start < whole.Length; start++)
        {
            float[] part = new float[Math.Min(7, whole.Length - start)];
            checkpoint.Read(tensor, start, part);
            Assert.Equal(whole[start..(start + part.Length)], part);
        }
    }

    [Theory]
    [InlineData("evil-eval.pth", "is refused: it wants to use __builtin__.eval")]
    [InlineData("evil-system.pth", "is refused: it wants to use posix.system")]
    [InlineData("whole-module.pth", "is refused: it wants to use torch.nn.modules.container.Sequential")]
    [InlineData("bomb-memo.pth", "holds no tensors by name")]
    [InlineData("truncated.pth", "is damaged or cut short: it begins as a zip file")]
    [InlineData("short-storage.pth", "is damaged or cut short: the storage 0 has 8 bytes, too few for 12 numbers of type F32")]
    public void IsRefused(string name, string why)
    {
        WeightsException error = Assert.Throws<WeightsException>(() => CheckpointFile.Open(Fixtures.File(name)));
        Assert.StartsWith($"{name} {why}", error.Message);
        Assert.False(File.Exists("/tmp/livos-hacked"));
    }

    private static string PyTorchName(DataType type) => type switch
    {
        DataType.F64 => "float64",
        DataType.F32 => "float32",
        DataType.F16 => "float16",
        DataType.BF16 => "bfloat16",
        DataType.I64 => "int64",
        DataType.I32 => "int32",
        DataType.I16 => "int16",
        DataType.I8 => "int8",
        DataType.U8 => "uint8",
        _ => "bool",
    };
}
