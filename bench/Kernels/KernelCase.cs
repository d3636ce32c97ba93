using LiVOS.Runtime;

namespace LiVOS.Bench.Kernels;

/// <summary>One launch of the network's own plan, run repeatedly with its real sizes, weights and memory.</summary>
/// <param name="launch">The launch.</param>
public sealed class KernelCase(Launch launch)
{
    /// <summary>Launches in a run, so that threads wake once for many launches, as in a frame.</summary>
    public const int Repetitions = 8;

    // What the heavy kernels meet in the network, from its first layers to its last.
    private static readonly string[] s_layers =
    [
        "image_encoder.conv1", // 7x7 stride 2, 3 channels
        "mask_encoder.conv1", // 7x7 stride 2, 5 channels
        "image_encoder.layer1.0.conv3", // 1x1, wide maps
        "image_encoder.layer3.1.conv1", // 1x1, many channels
        "image_encoder.layer2.0.conv2", // 3x3 stride 2
        "image_encoder.layer3.0.conv2",
        "image_encoder.layer1.0.conv2", // 3x3 by Winograd, from few channels to many
        "mask_decoder.upsample_8_to_4.conv1",
        "image_encoder.layer3.1.conv2",
        "mask_encoder.sensory_updater.transform", // of two inputs
        "linear_matching",
        "memory",
        "object_transformer.blocks.0.read_from_pixel.cross_attn",
        "object_transformer.blocks.0.self_attn.self_attn",
        "object_transformer.blocks.0.read_from_query.cross_attn",
    ];

    /// <summary>The floating-point operations of one launch.</summary>
    public long Operations { get; } = launch.Operations();

    /// <summary>The cases of a plan: for each layer above, its launch with the most work.</summary>
    public static IEnumerable<KernelCase> Of(Plan plan)
    {
        ILookup<string, Launch> launches = plan.Launches.ToArray().ToLookup(launch => launch.Layer);
        return s_layers.Where(launches.Contains).Select(layer => new KernelCase(launches[layer].MaxBy(launch => launch.Operations())!));
    }

    /// <summary>A plan of this launch alone, in the memory of its own plan.</summary>
    public Plan ToPlan(Device device)
    {
        var plan = new PlanBuilder(device);
        using (plan.Layer(launch.Layer))
        {
            for (int i = 0; i < Repetitions; i++) plan.Add(launch);
        }

        return plan.Build();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{launch.Kernel} {launch.Layer} {launch.Output().Shape}";
}
