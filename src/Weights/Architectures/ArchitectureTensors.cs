using System.Collections.Immutable;

namespace LiVOS.Weights.Architectures;

/// <summary>Lists the tensors of a network, module by module, as PyTorch's <c>state_dict</c> does.</summary>
internal sealed class ArchitectureTensors
{
    private readonly ImmutableArray<TensorEntry>.Builder _tensors = ImmutableArray.CreateBuilder<TensorEntry>();
    private readonly int _width;

    public ArchitectureTensors(Architecture network)
    {
        _width = network.Dimension;
        ResNet("image_encoder", network.Image);
        ResNet("mask_encoder", network.Mask);
        FeatureFuser("mask_encoder.fuser", _width, network.Mask.Layer3.Width, _width);
        Conv("mask_encoder.sensory_updater.transform", 2 * _width, 3 * _width, 3);
        Projectors(network);
        Decoder(network);
        FeatureFuser("pixel_fuser.fuser", _width, _width, _width);
        Conv("pixel_fuser.conv", _width + 2, _width, 1);
        Transformer(network);
        Summarizer(network);
        Conv("aux_computer.sensory_aux.projection", _width, _width + 1, 1);
        if (network.Click is ClickShape head) ClickHead(head, network.Image);
    }

    public ImmutableArray<TensorEntry> ToImmutable() => _tensors.ToImmutable();

    private void ResNet(string name, ResNetShape shape)
    {
        Conv($"{name}.conv1", shape.Input, shape.Stem, 7, bias: false);
        BatchNorm($"{name}.bn1", shape.Stem);
        Stage($"{name}.layer1", shape, shape.Stem, shape.Layer1, strides: false);
        Stage($"{name}.layer2", shape, shape.Layer1.Width, shape.Layer2, strides: true);
        Stage($"{name}.layer3", shape, shape.Layer2.Width, shape.Layer3, strides: true);
    }

    private void Stage(string name, ResNetShape shape, int input, StageShape stage, bool strides)
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

    private void Projectors(Architecture network)
    {
        int input = network.Image.Layer3.Width;
        Conv("key_projector.layer1", input, _width, 1);
        Conv("key_projector.layer2", _width, network.KeyWidth, 3);
        Conv("pix_projector.layer", input, _width, 1);
        Conv("gate_projector.layer", input, _width, 1);
    }

    private void Decoder(Architecture network)
    {
        Conv("mask_decoder.linear_proj_f8", network.Image.Layer2.Width, _width, 1);
        Conv("mask_decoder.linear_proj_f4", network.Image.Layer1.Width, network.Width8, 1);
        Upsample("mask_decoder.upsample_16_to_8", _width, network.Width8);
        Upsample("mask_decoder.upsample_8_to_4", network.Width8, network.Width4);
        Conv("mask_decoder.pred", network.Width4, 1, 1);
        Conv("mask_decoder.sensory_updater.g16_conv", _width, _width, 1);
        Conv("mask_decoder.sensory_updater.g8_conv", network.Width8, _width, 1);
        Conv("mask_decoder.sensory_updater.g4_conv", network.Width4 + 1, _width, 1);
        Conv("mask_decoder.sensory_updater.transform", 2 * _width, 3 * _width, 3);
    }

    private void Upsample(string name, int input, int output)
    {
        Conv($"{name}.conv1", input, output, 3);
        Conv($"{name}.conv2", output, output, 3);
        if (input != output)
            Conv($"{name}.linear_proj", input, output, 1);
    }

    private void Transformer(Architecture network)
    {
        const string name = "object_transformer";
        Add($"{name}.query_init.weight", network.Queries, _width);
        Add($"{name}.query_emb.weight", network.Queries, _width);
        Linear($"{name}.summary_to_query_init", _width, _width);
        Linear($"{name}.summary_to_query_emb", _width, _width);
        Conv($"{name}.pixel_init_proj", _width, _width, 1);
        Conv($"{name}.pixel_emb_proj", _width, _width, 1);
        Add($"{name}.spatial_pe.inv_freq", _width / 4);
        for (int i = 0; i < network.TransformerBlocks; i++)
        {
            string block = $"{name}.blocks.{i}";
            Attention($"{block}.read_from_pixel.cross_attn");
            LayerNorm($"{block}.read_from_pixel.norm");
            Attention($"{block}.self_attn.self_attn");
            LayerNorm($"{block}.self_attn.norm");
            Linear($"{block}.ffn.linear1", _width, network.FeedForward);
            Linear($"{block}.ffn.linear2", network.FeedForward, _width);
            LayerNorm($"{block}.ffn.norm");
            Attention($"{block}.read_from_query.cross_attn");
            ChannelAttentionBlock($"{block}.pixel_ffn.conv", _width);
        }
        for (int i = 0; i <= network.TransformerBlocks; i++)
            Conv($"{name}.mask_pred.{i}.1", _width, 1, 1);
    }

    private void Summarizer(Architecture network)
    {
        const string name = "object_summarizer";
        Add($"{name}.pos_enc.inv_freq", _width / 4);
        Linear($"{name}.input_proj", _width, _width);
        Linear($"{name}.feature_pred.0", _width, _width);
        Linear($"{name}.feature_pred.2", _width, _width);
        Linear($"{name}.weights_pred.0", _width, _width);
        Linear($"{name}.weights_pred.2", _width, network.Queries);
    }

    private void ClickHead(ClickShape head, ResNetShape image)
    {
        const string name = ClickShape.Module;
        Conv($"{name}.prompts_4", ClickShape.Planes, head.Prompts4, 3);
        Conv($"{name}.prompts_8", head.Prompts4, head.Prompts8, 3);
        Conv($"{name}.prompts_16", head.Prompts8, head.Prompts16, 3);
        FeatureFuser($"{name}.fuser", image.Layer3.Width, head.Prompts16, head.Width16);
        Conv($"{name}.down", head.Width16, head.Width32, 3);
        ChannelAttentionBlock($"{name}.context1", head.Width32);
        ChannelAttentionBlock($"{name}.context2", head.Width32);
        Conv($"{name}.linear_proj_x16", head.Width16, head.Width32, 1);
        Upsample($"{name}.upsample_32_to_16", head.Width32, head.Width16);
        Conv($"{name}.linear_proj_f8", image.Layer2.Width, head.Width16, 1);
        Conv($"{name}.linear_proj_p8", head.Prompts8, head.Width16, 1);
        Upsample($"{name}.upsample_16_to_8", head.Width16, head.Width8);
        Conv($"{name}.linear_proj_f4", image.Layer1.Width, head.Width8, 1);
        Conv($"{name}.linear_proj_p4", head.Prompts4, head.Width8, 1);
        Upsample($"{name}.upsample_8_to_4", head.Width8, head.Width4);
        Conv($"{name}.pred", head.Width4, 1, 1);
    }

    private void FeatureFuser(string name, int pixels, int input, int width)
    {
        Conv($"{name}.x_transform", pixels, width, 1);
        Conv($"{name}.y_transform", input, width, 1);
        ChannelAttentionBlock($"{name}.layer1", width);
        ChannelAttentionBlock($"{name}.layer2", width);
    }

    private void ChannelAttentionBlock(string name, int width)
    {
        Conv($"{name}.conv1", width, width, 3);
        Conv($"{name}.conv2", width, width, 3);
        Add($"{name}.conv.weight", 1, 1, Architecture.ChannelAttentionKernel(width));
    }

    private void Attention(string name)
    {
        Add($"{name}.in_proj_weight", 3 * _width, _width);
        Add($"{name}.in_proj_bias", 3 * _width);
        Linear($"{name}.out_proj", _width, _width);
    }

    private void LayerNorm(string name)
    {
        Add($"{name}.weight", _width);
        Add($"{name}.bias", _width);
    }

    private void BatchNorm(string name, int channels)
    {
        Add($"{name}.weight", channels);
        Add($"{name}.bias", channels);
        Add($"{name}.running_mean", channels);
        Add($"{name}.running_var", channels);
        _tensors.Add(new TensorEntry($"{name}.num_batches_tracked", DataType.I64, []));
    }

    private void Conv(string name, int input, int output, int kernel, bool bias = true)
    {
        Add($"{name}.weight", output, input, kernel, kernel);
        if (bias)
            Add($"{name}.bias", output);
    }

    private void Linear(string name, int input, int output)
    {
        Add($"{name}.weight", output, input);
        Add($"{name}.bias", output);
    }

    private void Add(string name, params ReadOnlySpan<long> shape) => _tensors.Add(new TensorEntry(name, DataType.F32, [.. shape]));
}
