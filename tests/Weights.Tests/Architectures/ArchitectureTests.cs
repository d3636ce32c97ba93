using LiVOS.Weights.Architectures;
using LiVOS.Weights.Safetensors;

namespace LiVOS.Weights.Tests;

public sealed class ArchitectureTests
{
    public static TheoryData<string> Variants => ["base", "small", "resnet18"];

    private static Architecture Named(string variant) => variant switch
    {
        "base" => Architecture.Base,
        "small" => Architecture.Small,
        _ => Architecture.ResNet18,
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void ListsTheReferencesTensors(string variant)
    {
        string[] expected = [.. ReferenceShapes.Read(variant).Select(tensor => tensor.ToString())];
        string[] listed = [.. Named(variant).Tensors().Select(tensor => tensor.ToString())];
        Assert.Equal(expected, listed);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void IsReadOffTheReferencesShapes(string variant)
    {
        ArchitectureCheck check = Architecture.Check(new ShapesOnly(ReferenceShapes.Read(variant)));
        Assert.Equal(Named(variant), check.Architecture);
        Assert.Equal(variant, check.Architecture.Variant);
        Assert.True(check.IsUsable);
        Assert.Null(check.Fault);
        Assert.Empty(check.Unexpected);
        Assert.False(check.IsWidened);
        Assert.Contains(check.TrainingOnly, tensor => tensor.Name == "aux_computer.sensory_aux.projection.weight");
        Assert.All(check.TrainingOnly, tensor => Assert.False(Architecture.IsNeeded(tensor.Name)));
    }

    [Fact]
    public void OtherWidthsAreReadToo()
    {
        Architecture nano = new(
            new(BlockKind.Basic, 3, 32, new(2, 32), new(2, 48), new(2, 96)), new(BlockKind.Basic, 5, 32, new(1, 32), new(1, 48), new(1, 96)),
            Dimension: 64, KeyWidth: 32, Width8: 48, Width4: 32, Queries: 16, Heads: 8, FeedForward: 256, TransformerBlocks: 3);
        Architecture odd = nano with
        {
            Image = new(BlockKind.Bottleneck, 3, 16, new(1, 32), new(5, 64), new(2, 128)),
            Dimension = 128,
            Heads = 4,
            TransformerBlocks = 2,
            Queries = 4,
        };
        foreach (Architecture network in new[] { nano, odd })
        {
            ArchitectureCheck check = Architecture.Check(new ShapesOnly(network.Tensors(), network.Heads.ToString()));
            Assert.Equal(network, check.Architecture);
            Assert.Equal("other", check.Architecture.Variant);
            Assert.True(check.IsUsable);
            Assert.Empty(check.Unexpected);
        }
        Assert.Equal(
            "other: image encoder basic 2-2-2, 32/32/48/96; mask encoder basic 1-1-1, 32/32/48/96; dimension 64, key 32, decoder 64/48/32, " +
            "3 transformer blocks, 16 queries, 8 heads, feed-forward 256", nano.ToString());
    }

    [SkippableFact]
    public void TheSmallModelIsRecognised()
    {
        string? model = Repository.Find("models/livos-nano.safetensors");
        Skip.If(model is null, "models/livos-nano.safetensors is not in this checkout");
        using SafetensorsFile file = SafetensorsFile.Open(model);
        ArchitectureCheck check = Architecture.Check(file);
        check.ThrowUnlessUsable();
        Assert.Empty(check.Unexpected);
        Assert.Equal(64, check.Architecture.Dimension);
        Assert.Empty(WeightsCheck.FindNonFinite(file));
    }

    [Fact]
    public void MissingUnexpectedAndMisshapenTensorsAreListed()
    {
        IEnumerable<TensorEntry> tensors = Architecture.Base.Tensors()
            .Where(tensor => tensor.Name is not ("image_encoder.conv1.weight" or "pix_projector.layer.weight"))
            .Select(tensor => tensor.Name == "key_projector.layer2.bias" ? new TensorEntry(tensor.Name, DataType.F32, [32]) : tensor)
            .Append(new TensorEntry("image_encoder.fc.weight", DataType.F32, [1000, 2048]));
        ArchitectureCheck check = Architecture.Check(new ShapesOnly(tensors));
        Assert.Equal(Architecture.Base, check.Architecture);
        Assert.Equal(["image_encoder.conv1.weight", "pix_projector.layer.weight"], check.Missing.Select(tensor => tensor.Name));
        Assert.Equal(["image_encoder.fc.weight"], check.Unexpected.Select(tensor => tensor.Name));
        Assert.Equal(["key_projector.layer2.bias is [32] instead of [64]"], check.Misshapen.Select(tensor => tensor.ToString()));
        Assert.Equal(
            "net.safetensors is not a whole LiVOS network: it lacks 2 of its tensors: image_encoder.conv1.weight, pix_projector.layer.weight; " +
            "key_projector.layer2.bias is [32] instead of [64].",
            Assert.Throws<WeightsException>(check.ThrowUnlessUsable).Message);
    }

    [Fact]
    public void AClickHeadIsReadToo()
    {
        ClickShape shape = new(4, 8, 12, Width16: 16, Width32: 20, Width8: 24, Width4: 28);
        Architecture network = Architecture.ResNet18 with { Click = shape };
        ArchitectureCheck check = Architecture.Check(new ShapesOnly(network.Tensors()));
        Assert.Equal(network, check.Architecture);
        Assert.Equal("resnet18", check.Architecture.Variant);
        Assert.True(check.IsUsable);
        Assert.Empty(check.Unexpected);
        Assert.EndsWith("; click head prompts 4/8/12, 16/20/24/28", network.ToString());
        Assert.Null(Architecture.Check(new ShapesOnly(Architecture.ResNet18.Tensors())).Architecture.Click);
    }

    [Theory]
    [InlineData("click_head.down.bias", "it lacks 1 of its tensors: click_head.down.bias")]
    [InlineData("click_head.extra.weight", "it has no place for click_head.extra.weight")]
    [InlineData("click_head.pred.weight", "click_head.pred.weight is [3] instead of [1")]
    [InlineData("click_head.prompts_4.weight", "its click head's prompts at 1/4 has 3 channels")]
    public void AnotherClickHeadIsRefused(string name, string why)
    {
        IReadOnlyList<TensorEntry> tensors = (Architecture.ResNet18 with { Click = ClickShape.Usual }).Tensors();
        TensorEntry[] others = [.. tensors.Where(tensor => tensor.Name != name)];
        ArchitectureCheck check = Architecture.Check(
            new ShapesOnly(name.EndsWith("bias", StringComparison.Ordinal) ? others : [.. others, new TensorEntry(name, DataType.F32, [3])]));
        Assert.False(check.IsUsable);
        Assert.Contains(why, check.Fault);
    }

    [Fact]
    public void AnotherNetworkIsNone()
    {
        ArchitectureCheck check = Architecture.Check(new ShapesOnly([new TensorEntry("fc.weight", DataType.F32, [10, 5])]));
        Assert.False(check.IsNetwork);
        Assert.Equal("net.safetensors is not a LiVOS network: none of its 1 tensors is one that the network knows.", check.Fault);
    }

    [Fact]
    public void DamageDoesNotGrowTheNetwork()
    {
        IEnumerable<TensorEntry> tensors =
        [
            new("image_encoder.layer1.99999999.conv1.weight", DataType.F32, [64, 64, 3, 3]),
            new("pix_projector.layer.weight", DataType.F32, [1L << 40, 0]),
            .. Enumerable.Range(0, 5000).Select(i => new TensorEntry($"object_transformer.blocks.{i}.x", DataType.F32, [1])),
        ];
        ArchitectureCheck check = Architecture.Check(new ShapesOnly(tensors));
        Assert.Equal(Architecture.ResNet18 with { Image = Architecture.ResNet18.Image with { Layer1 = new(1, 64) } }, check.Architecture);
        Assert.Equal("pix_projector.layer.weight", Assert.Single(check.Misshapen).Expected.Name);
        Assert.Equal<IEnumerable<string>>(
            ["pix_projector.layer.weight gives 1099511627776 channels, and at most 4096 can be computed",
            "object_transformer.blocks has 5000 blocks, and at most 64 can be computed"], check.Unsupported);
    }

    [Theory]
    [InlineData("0", "give 0 attention heads")]
    [InlineData("eight", "give eight attention heads")]
    [InlineData("-8", "give -8 attention heads")]
    [InlineData("99999999999", "give 99999999999 attention heads")]
    [InlineData("3", "its 3 attention heads do not divide the dimension 256")]
    [InlineData("512", "its 512 attention heads do not divide the dimension 256")]
    [InlineData("128", "its 128 attention heads have 2 of 256 channels each, and only multiples of 4 can be computed")]
    [InlineData("256", "its 256 attention heads have 1 of 256 channels each")]
    public void ImpossibleHeadsAreRefused(string heads, string why)
    {
        ArchitectureCheck check = Architecture.Check(new ShapesOnly(Architecture.Base.Tensors(), heads));
        Assert.False(check.IsUsable);
        Assert.Contains(why, check.Fault);
        Assert.StartsWith("net.safetensors cannot be used: ", Assert.Throws<WeightsException>(check.ThrowUnlessUsable).Message);
    }

    public static TheoryData<string, string> Uncomputable => new()
    {
        { "dimension 60", "its 8 attention heads do not divide the dimension 60" },
        { "dimension 6", "its pixel projection has 6 channels, and only multiples of 4 can be computed" },
        { "dimension 8192", "pix_projector.layer.weight gives 8192 channels, and at most 4096 can be computed" },
        { "key 7", "its key has 7 channels" },
        { "width8 30", "its decoder at 1/8 has 30 channels" },
        { "width4 2", "its decoder at 1/4 has 2 channels" },
        { "feed-forward 1", "its feed-forward layer has 1 channels" },
        { "stem 5", "its image encoder's stem has 5 channels" },
        { "layer2 50", "its mask encoder's layer2 has 50 channels" },
        { "queries 5000", "object_transformer.query_init.weight gives 5000 channels, and at most 4096" },
        { "blocks 65", "image_encoder.layer3 has 65 blocks, and at most 64 can be computed" },
        { "transformer blocks 65", "object_transformer.blocks has 65 blocks, and at most 64 can be computed" },
    };

    [Theory]
    [MemberData(nameof(Uncomputable))]
    public void NetworksThatKernelsCannotComputeAreRefused(string what, string why)
    {
        Architecture network = Architecture.ResNet18;
        int number = int.Parse(what.Split(' ')[^1]);
        network = what[..what.LastIndexOf(' ')] switch
        {
            "dimension" => network with { Dimension = number },
            "key" => network with { KeyWidth = number },
            "width8" => network with { Width8 = number },
            "width4" => network with { Width4 = number },
            "feed-forward" => network with { FeedForward = number },
            "stem" => network with { Image = network.Image with { Stem = number } },
            "layer2" => network with { Mask = network.Mask with { Layer2 = new(2, number) } },
            "queries" => network with { Queries = number },
            "blocks" => network with { Image = network.Image with { Layer3 = new(number, 256) } },
            _ => network with { TransformerBlocks = number },
        };
        ArchitectureCheck check = Architecture.Check(new ShapesOnly(network.Tensors()));
        Assert.False(check.IsUsable);
        Assert.Contains(why, check.Fault);
    }

    [Theory]
    [InlineData("image_encoder.layer1.1.downsample.0.weight", true)]
    [InlineData("mask_encoder.layer3.1.conv3.bias", true)]
    [InlineData("object_transformer.blocks.0.cross_attn.weight", true)]
    [InlineData("object_transformer.blocks.x.ffn.linear1.weight", true)]
    [InlineData("object_transformer.mask_pred.9.1.weight", true)]
    [InlineData("mask_decoder.upsample_8_to_4.linear_proj.weight", true)]
    [InlineData("image_encoder.layer1.1.downsample.1.num_batches_tracked", false)]
    [InlineData("image_encoder.layer4.0.conv1.weight", false)]
    [InlineData("image_encoder.fc.weight", false)]
    [InlineData("epoch", false)]
    public void TensorsThatWouldMakeAnotherNetworkAreRefusedAndOthersAreNotRead(string name, bool refused)
    {
        ArchitectureCheck check = Architecture.Check(new ShapesOnly([.. Architecture.ResNet18.Tensors(), new TensorEntry(name, DataType.F32, [64])]));
        Assert.Equal(Architecture.ResNet18, check.Architecture);
        Assert.Equal(!refused, check.IsUsable);
        Assert.False(check.Reads(name));
        if (refused) Assert.Equal($"net.safetensors is not a whole LiVOS network: it has no place for {name}.", check.Fault);
        else Assert.Null(check.Fault);
    }

    [Fact]
    public void AMaskStemOfFourChannelsIsWidened()
    {
        TensorEntry narrow = new("mask_encoder.conv1.weight", DataType.F32, [64, 4, 7, 7]);
        ShapesOnly source = new(Architecture.Base.Tensors().Select(tensor => tensor.Name == narrow.Name ? narrow : tensor));
        ArchitectureCheck check = Architecture.Check(source);
        Assert.True(check.IsUsable);
        Assert.True(check.IsWidened);

        float[] before = source.ReadFloats(narrow.Name), after = check.Source.ReadFloats(narrow.Name);
        for (int output = 0; output < 64; output++)
        {
            Assert.Equal(before[(output * 196)..][..196], after[(output * 245)..][..196]);
            Assert.Equal(new float[49], after[(output * 245 + 196)..][..49]);
        }
        float[] part = new float[300];
        check.Source.Read(check.Source.Get(narrow.Name), 200, part);
        Assert.Equal(after[200..500], part);
    }

    [Theory]
    [InlineData(64, 3)]
    [InlineData(128, 5)]
    [InlineData(256, 5)]
    public void ChannelAttentionsKernelFollowsTheWidth(int channels, int kernel) => Assert.Equal(kernel, Architecture.ChannelAttentionKernel(channels));
}
