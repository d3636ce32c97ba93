using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Weights.Tests;

public sealed class SyntheticTests
{
    // Reckoned by a few lines of Python from the definition of the recorded numbers.
    [Theory]
    [InlineData("image_encoder.conv1.weight", 0, 0.0456983707845211f)]
    [InlineData("image_encoder.conv1.weight", 1, 0.06939656287431717f)]
    [InlineData("image_encoder.conv1.weight", 9407, -0.1349489390850067f)]
    [InlineData("image_encoder.bn1.running_var", 0, 1.1669702529907227f)]
    [InlineData("image_encoder.bn1.running_var", 63, 0.943366289138794f)]
    [InlineData("image_encoder.bn1.bias", 0, -0.011466825380921364f)]
    [InlineData("object_transformer.query_init.weight", 0, 0.8786109685897827f)]
    [InlineData("object_transformer.blocks.0.ffn.norm.weight", 0, 1.0244107246398926f)]
    [InlineData("object_transformer.blocks.0.self_attn.self_attn.in_proj_weight", 5, -0.04155425727367401f)]
    public void WeightsFollowTheDefinition(string name, int index, float expected)
    {
        using SyntheticWeights weights = new(Architecture.Base, seed: 6);
        Assert.Equal(expected, weights.ReadFloats(name)[index]);
    }

    [Fact]
    public void WeightsFitTheirNetwork()
    {
        using SyntheticWeights weights = new(Architecture.Small, seed: 1);
        ArchitectureCheck check = Architecture.Check(weights);
        check.ThrowUnlessUsable();
        Assert.Equal("small", check.Architecture.Variant);
        Assert.Empty(check.TrainingOnly);
        Assert.False(weights.TryGet("object_summarizer.pos_enc.inv_freq", out _));
        Assert.True(new SyntheticWeights(Architecture.Small.Tensors(), 1).TryGet("aux_computer.sensory_aux.projection.weight", out _));
    }

    [Fact]
    public void AnyPartOfATensorCanBeRead()
    {
        using SyntheticWeights weights = new(Architecture.Base, seed: 3);
        TensorEntry entry = weights.Get("key_projector.layer2.weight");
        float[] part = new float[17];
        weights.Read(entry, 12345, part);
        Assert.Equal(weights.ReadFloats(entry.Name)[12345..(12345 + 17)], part);
    }

    // The reference's own product of synthetic weights and recorded features: a 1x1 convolution.
    [SkippableTheory]
    [InlineData("base-96x128-2obj", "frame1")]
    [InlineData("resnet18-80x112-1obj", "frame1")]
    public void WeightsAreTheRecordedOnes(string golden, string frame)
    {
        string? path = Repository.Find($"goldens/{golden}.safetensors");
        Skip.If(path is null, $"goldens/{golden}.safetensors is not in this checkout");
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Architecture network = file.Metadata["variant"] == "base" ? Architecture.Base : Architecture.ResNet18;
        using SyntheticWeights weights = new(network, ulong.Parse(file.Metadata["seed"]));
        float[] features = file.ReadFloats($"{frame}.image_encoder.0"), recorded = file.ReadFloats($"{frame}.pix_projector");
        float[] weight = weights.ReadFloats("pix_projector.layer.weight"), bias = weights.ReadFloats("pix_projector.layer.bias");
        int inputs = network.Image.Layer3.Width, positions = features.Length / inputs;
        Assert.Equal(network.Dimension * positions, recorded.Length);
        for (int i = 0; i < recorded.Length; i++)
        {
            (int output, int position) = Math.DivRem(i, positions);
            double sum = bias[output];
            for (int input = 0; input < inputs; input++)
                sum += (double)weight[output * inputs + input] * features[input * positions + position];
            Assert.Equal(recorded[i], sum, 1e-4);
        }
    }

    [SkippableTheory]
    [InlineData("small-64x96-3obj", 3)]
    [InlineData("base-240x432-1obj", 2)]
    public void FramesAreTheRecordedOnes(string golden, int number)
    {
        string? path = Repository.Find($"goldens/{golden}.safetensors");
        Skip.If(path is null, $"goldens/{golden}.safetensors is not in this checkout");
        using SafetensorsFile file = SafetensorsFile.Open(path);
        (int width, int height) = (int.Parse(file.Metadata["width"]), int.Parse(file.Metadata["height"]));
        float[] recorded = file.ReadFloats($"frame{number}.image");
        float[] frame = new SyntheticFrames(ulong.Parse(file.Metadata["seed"]), width, height)[number];
        Assert.Equal(recorded.Length, frame.Length);
        for (int c = 0; c < 3; c++)
            for (int i = 0; i < width * height; i++)
                Assert.Equal(recorded[c * width * height + i], frame[i * 3 + c], 1e-7f);
    }
}
