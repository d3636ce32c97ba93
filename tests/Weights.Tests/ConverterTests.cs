using System.Security.Cryptography;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.PyTorch;
using LiVOS.Weights.Safetensors;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Weights.Tests;

public sealed class ConverterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ANetworkIsConverted(bool half)
    {
        byte[] checkpoint = Checkpoints.Zip(Checkpoints.Tiny, seed: 5, zip64: half);
        Conversion conversion = Converter.Convert(_folder.Add("in.pth", checkpoint), _folder["out.safetensors"], half);

        Assert.Null(conversion.Check.Fault);
        Assert.Equal(Checkpoints.Tiny, conversion.Check.Architecture);
        Assert.NotEmpty(conversion.Check.TrainingOnly);
        Assert.Empty(conversion.NonFinite);
        Assert.Equal(System.Convert.ToHexStringLower(SHA256.HashData(checkpoint)), conversion.Sha256);
        Assert.Equal(["in.pth", "out.safetensors"], _folder.Files);

        using SafetensorsFile file = SafetensorsFile.Open(_folder["out.safetensors"]);
        using SyntheticWeights expected = new(Checkpoints.Tiny, seed: 5);
        Assert.Equal(
            new Dictionary<string, string> { ["source"] = "in.pth", ["source_sha256"] = conversion.Sha256, ["variant"] = "other", ["num_heads"] = "8" },
            file.Metadata);
        Assert.Equal(expected.Tensors.Select(tensor => tensor.Name), file.Tensors.Select(tensor => tensor.Name));
        foreach (TensorEntry tensor in file.Tensors)
        {
            Assert.Equal(half ? DataType.F16 : DataType.F32, tensor.Type);
            Assert.Equal(expected.ReadFloats(tensor.Name).Select(number => half ? (float)(Half)number : number), file.ReadFloats(tensor.Name));
        }
    }

    [Fact]
    public void SafetensorsAreTakenTooAndKeepTheirMetadata()
    {
        using (SafetensorsWriter writer = new(_folder["in"], [new TensorEntry("x", DataType.F32, [1])], new Dictionary<string, string> { ["author"] = "me" }))
        {
            writer.Write([0.1f]);
            writer.Commit();
        }
        Converter.Convert(_folder["in"], _folder["out"], half: true);
        using SafetensorsFile file = SafetensorsFile.Open(_folder["out"]);
        Assert.Equal("me", file.Metadata["author"]);
        Assert.Equal([(float)(Half)0.1f], file.ReadFloats("x"));
    }

    [Fact]
    public void AMaskStemOfFourChannelsIsWidened()
    {
        TensorEntry narrow = new("mask_encoder.conv1.weight", DataType.F32, [8, 4, 7, 7]);
        Conversion conversion = Convert(tensor => tensor.Name == narrow.Name ? narrow : tensor);
        Assert.True(conversion.Check.IsWidened);
        Assert.Null(conversion.Check.Fault);
        using SafetensorsFile file = SafetensorsFile.Open(_folder["out.safetensors"]);
        using SyntheticWeights expected = new([narrow], seed: 1);
        float[] before = expected.ReadFloats(narrow.Name), after = file.ReadFloats(narrow.Name);
        for (int output = 0; output < 8; output++)
            Assert.Equal([.. before[(output * 196)..][..196], .. new float[49]], after[(output * 245)..][..245]);
    }

    [Fact]
    public void FaultsAreListed()
    {
        Conversion conversion = Convert(tensor => tensor.Name switch
        {
            "pix_projector.layer.bias" => null,
            "key_projector.layer2.bias" => new TensorEntry(tensor.Name, DataType.F32, [5]),
            "aux_computer.sensory_aux.projection.bias" => new TensorEntry("fc.bias", DataType.F32, tensor.Shape),
            _ => tensor,
        });
        Assert.Equal(
            "in.pth is not a whole LiVOS network: it lacks 1 of its tensors: pix_projector.layer.bias; key_projector.layer2.bias is [5] instead of [8].",
            conversion.Check.Fault);
        Assert.Equal(["fc.bias"], conversion.Check.Unexpected.Select(tensor => tensor.Name));
        Assert.Contains(conversion.Written, tensor => tensor.Name == "fc.bias");
    }

    [Fact]
    public void OtherNetworksAreConvertedWhole()
    {
        Conversion conversion = Converter.Convert(Fixtures.File("plain.pth"), _folder["out.safetensors"]);
        Assert.False(conversion.Check.IsNetwork);
        using SafetensorsFile file = SafetensorsFile.Open(_folder["out.safetensors"]);
        using CheckpointFile source = CheckpointFile.Open(Fixtures.File("plain.pth"));
        Assert.Equal(
            source.Tensors.Select(tensor => tensor.Type.IsFloat() ? DataType.F32 : tensor.Type), source.Tensors.Select(tensor => file.Get(tensor.Name).Type));
        Assert.All(source.Tensors, tensor => Assert.Equal(source.ReadFloats(tensor.Name), file.ReadFloats(tensor.Name)));
        Assert.False(file.Metadata.ContainsKey("variant"));
    }

    [Fact]
    public void NumbersThatHalvesCannotHoldAreNotLost()
    {
        WriteFloats("in", [1f, 70_000f]);
        WeightsException error = Assert.Throws<WeightsException>(() => Converter.Convert(_folder["in"], _folder["out"], half: true));
        Assert.Equal("in cannot be converted to halves: x holds 70000, and halves end at 65504; convert it without --half.", error.Message);
        Assert.Equal(["in"], _folder.Files);
    }

    [Fact]
    public void NonFiniteNumbersAreReported()
    {
        WriteFloats("in", [1f, float.NaN]);
        Assert.Equal(["x"], Converter.Convert(_folder["in"], _folder["out"], half: true).NonFinite);
    }

    [Fact]
    public void BadInputLeavesNothing()
    {
        foreach (string bad in Fixtures.Checkpoints)
        {
            try
            {
                Converter.Convert(bad, _folder["out"]);
                File.Delete(_folder["out"]);
            }
            catch (WeightsException) { }
            Assert.Empty(_folder.Files);
        }
    }

    private Conversion Convert(Func<TensorEntry, TensorEntry?> change) =>
        Converter.Convert(_folder.Add("in.pth", Checkpoints.Zip(Checkpoints.Tiny, 1, change)), _folder["out.safetensors"]);

    private void WriteFloats(string name, float[] numbers)
    {
        using SafetensorsWriter writer = new(_folder[name], [new TensorEntry("x", DataType.F32, [numbers.Length])], new Dictionary<string, string>());
        writer.Write(numbers);
        writer.Commit();
    }
}
