using System.Collections.Immutable;

namespace LiVOS.Weights.Architectures;

/// <summary>Lists the tensors of a network, module by module, as PyTorch's <c>state_dict</c> does.</summary>
sealed class ArchitectureTensors
{
    readonly ImmutableArray<TensorEntry>.Builder tensors = ImmutableArray.CreateBuilder<TensorEntry>();
    readonly int width;

    public ArchitectureTensors(Architecture network)
    {
        width = network.Dimension;
        ResNet("image_encoder", network.Image);
        ResNet("mask_encoder", network.Mask);
        FeatureFuser("mask_encoder.fuser", network.Mask.Layer3.Width);
        Conv("mask_encoder.sensory_updater.transform", 2 * width, 3 * width, 3);
        Projectors(network);
        Decoder(network);
        FeatureFuser("pixel_fuser.fuser", width);
        Conv("pixel_fuser.conv", width + 2, width, 1);
        Transformer(network);
        Summarizer(network);
        Conv("aux_computer.sensory_aux.projection", width, width + 1, 1);
    }

    public ImmutableArray<TensorEntry> ToImmutable() => tensors.ToImmutable();

    void ResNet(string name, ResNetShape shape)
    {
        Conv($"{name}.conv1", shape.Input, shape.Stem, 7, bias: false);
        BatchNorm($"{name}.bn1", shape.Stem);
        Stage($"{name}.layer1", shape, shape.Stem, shape.Layer1, strides: false);
        Stage($"{name}.layer2", shape, shape.Layer1.Width, shape.Layer2, strides: true);
        Stage($"{name}.layer3", shape, shape.Layer2.Width, shape.Layer3, strides: true);
    }

    void Stage(string name, ResNetShape shape, int input, StageShape stage, bool strides)
    {
        int planes = shape.Planes(stage);
        bool bottleneck = shape.Block == BlockKind.Bottleneck;
        for (int i = 0; i < stage.Blocks; i++, input = stage.Width)
        {
            string block = $"{name}.{i}";
            Conv($"{block}.conv1", input, planes, bottleneck ? 1 : 3, bias: false);
            BatchNorm($"{block}.bn1", planes);
            Conv($"{block}.conv2", planes, planes, 3, bias: false);
            BatchNorm($"{block}.bn2", planes);
            if (bottleneck)
            {
                Conv($"{block}.conv3", planes, stage.Width, 1, bias: false);
                BatchNorm($"{block}.bn3", stage.Width);
            }
            if (i == 0 && (strides || input != stage.Width))
            {
                Conv($"{block}.downsample.0", input, stage.Width, 1, bias: false);
                BatchNorm($"{block}.downsample.1", stage.Width);
            }
        }
    }

    void Projectors(Architecture network)
    {
        int input = network.Image.Layer3.Width;
        Conv("key_projector.layer1", input, width, 1);
        Conv("key_projector.layer2", width, network.KeyWidth, 3);
        Conv("pix_projector.layer", input, width, 1);
        Conv("gate_projector.layer", input, width, 1);
    }

    void Decoder(Architecture network)
    {
        Conv("mask_decoder.linear_proj_f8", network.Image.Layer2.Width, width, 1);
        Conv("mask_decoder.linear_proj_f4", network.Image.Layer1.Width, network.Width8, 1);
        Upsample("mask_decoder.upsample_16_to_8", width, network.Width8);
        Upsample("mask_decoder.upsample_8_to_4", network.Width8, network.Width4);
        Conv("mask_decoder.pred", network.Width4, 1, 1);
        Conv("mask_decoder.sensory_updater.g16_conv", width, width, 1);
        Conv("mask_decoder.sensory_updater.g8_conv", network.Width8, width, 1);
        Conv("mask_decoder.sensory_updater.g4_conv", network.Width4 + 1, width, 1);
        Conv("mask_decoder.sensory_updater.transform", 2 * width, 3 * width, 3);
    }

    void Upsample(string name, int input, int output)
    {
        Conv($"{name}.conv1", input, output, 3);
        Conv($"{name}.conv2", output, output, 3);
        if (input != output)
            Conv($"{name}.linear_proj", input, output, 1);
    }

    void Transformer(Architecture network)
    {
        const string name = "object_transformer";
        Add($"{name}.query_init.weight", network.Queries, width);
        Add($"{name}.query_emb.weight", network.Queries, width);
        Linear($"{name}.summary_to_query_init", width, width);
        Linear($"{name}.summary_to_query_emb", width, width);
        Conv($"{name}.pixel_init_proj", width, width, 1);
        Conv($"{name}.pixel_emb_proj", width, width, 1);
        Add($"{name}.spatial_pe.inv_freq", width / 4);
        for (int i = 0; i < network.TransformerBlocks; i++)
        {
            string block = $"{name}.blocks.{i}";
            Attention($"{block}.read_from_pixel.cross_attn");
            LayerNorm($"{block}.read_from_pixel.norm");
            Attention($"{block}.self_attn.self_attn");
            LayerNorm($"{block}.self_attn.norm");
            Linear($"{block}.ffn.linear1", width, network.FeedForward);
            Linear($"{block}.ffn.linear2", network.FeedForward, width);
            LayerNorm($"{block}.ffn.norm");
            Attention($"{block}.read_from_query.cross_attn");
            ChannelAttentionBlock($"{block}.pixel_ffn.conv");
        }
        for (int i = 0; i <= network.TransformerBlocks; i++)
            Conv($"{name}.mask_pred.{i}.1", width, 1, 1);
    }

    void Summarizer(Architecture network)
    {
        const string name = "object_summarizer";
        Add($"{name}.pos_enc.inv_freq", width / 4);
        Linear($"{name}.input_proj", width, width);
        Linear($"{name}.feature_pred.0", width, width);
        Linear($"{name}.feature_pred.2", width, width);
        Linear($"{name}.weights_pred.0", width, width);
        Linear($"{name}.weights_pred.2", width, network.Queries);
    }

    void FeatureFuser(string name, int input)
    {
        Conv($"{name}.x_transform", width, width, 1);
        Conv($"{name}.y_transform", input, width, 1);
        ChannelAttentionBlock($"{name}.layer1");
        ChannelAttentionBlock($"{name}.layer2");
    }

    void ChannelAttentionBlock(string name)
    {
        Conv($"{name}.conv1", width, width, 3);
        Conv($"{name}.conv2", width, width, 3);
        Add($"{name}.conv.weight", 1, 1, Architecture.ChannelAttentionKernel(width));
    }

    void Attention(string name)
    {
        Add($"{name}.in_proj_weight", 3 * width, width);
        Add($"{name}.in_proj_bias", 3 * width);
        Linear($"{name}.out_proj", width, width);
    }

    void LayerNorm(string name)
    {
        Add($"{name}.weight", width);
        Add($"{name}.bias", width);
    }

    void BatchNorm(string name, int channels)
    {
        Add($"{name}.weight", channels);
        Add($"{name}.bias", channels);
        Add($"{name}.running_mean", channels);
        Add($"{name}.running_var", channels);
        tensors.Add(new TensorEntry($"{name}.num_batches_tracked", DataType.I64, []));
    }

    void Conv(string name, int input, int output, int kernel, bool bias = true)
    {
        Add($"{name}.weight", output, input, kernel, kernel);
        if (bias)
            Add($"{name}.bias", output);
    }

    void Linear(string name, int input, int output)
    {
        Add($"{name}.weight", output, input);
        Add($"{name}.bias", output);
    }

    void Add(string name, params ReadOnlySpan<long> shape) => tensors.Add(new TensorEntry(name, DataType.F32, [.. shape]));
}
