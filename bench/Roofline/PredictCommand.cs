using System.CommandLine;
using System.Globalization;
using LiVOS.Bench.Sass;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Testing.Cuda;

namespace LiVOS.Bench.Roofline;

/// <summary><c>predict</c>: the least time of a frame on cards that are not here, by the instructions that NVIDIA's assembler makes of the kernels.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var command = new Command("predict", "Predicts the least time of each layer and of a frame on NVIDIA cards, by ptxas (LIVOS_PTXAS) and nvdisasm.");
        var options = new WorkloadOptions(command);
        string[] names = [.. Card.All.Select(card => card.Name)];
        var cards = new Option<string[]>("--cards")
        {
            Description = $"Cards: {string.Join(", ", names)}.", DefaultValueFactory = _ => names, AllowMultipleArgumentsPerToken = true,
        };
        cards.AcceptOnlyFromAmong(names);
        var layers = new Option<bool>("--layers") { Description = "List each layer." };
        command.Options.Add(cards);
        command.Options.Add(layers);
        command.Validators.Add(line =>
        {
            if (Ptxas.Path is null) line.AddError(Ptxas.Missing);
        });
        command.SetAction(async (line, _) =>
        {
            var frames = new List<(Card Card, IReadOnlyList<LaunchBounds> Bounds)>();
            bool needsTensorCores = PrecisionName.Parse(line.GetRequiredValue<string>("--precision")) != Precision.Float32;
            foreach (Card card in Card.All.Where(card => line.GetValue(cards)!.Contains(card.Name) && (card.HasTensorCores || !needsTensorCores)))
            {
                using Workload workload = options.Open(line, new CardDevice(card));
                workload.WarmUp();
                frames.Add((card, await BoundsAsync(workload.Segmenter.Plan!, card)));
            }

            ShowFrames(frames);
            if (line.GetValue(layers)) ShowLayers(frames);
        });
        return command;
    }

    private static async Task<IReadOnlyList<LaunchBounds>> BoundsAsync(Plan plan, Card card)
    {
        var loops = new Dictionary<(string, int), MainLoop?>();
        var bounds = new List<LaunchBounds>();
        foreach (Launch launch in plan.Launches.ToArray())
        {
            int width = Launch.WidthFor(4, launch.VectorizedExtent);
            if (!loops.TryGetValue((launch.Kernel, width), out MainLoop? loop))
            {
                loop = launch.Operations() == 0 ? null : (await Assembly.OfAsync(launch.Ptx(width).ToArray(), card.Target)).Loop;
                loops.Add((launch.Kernel, width), loop);
            }

            bounds.Add(LaunchBounds.Of(launch, loop, card));
        }

        return bounds;
    }

    private static void ShowFrames(IReadOnlyList<(Card Card, IReadOnlyList<LaunchBounds> Bounds)> frames)
    {
        Report.Row(["card", "launches", "bytes", "instructions", "products", "the longest of each launch, ms"]);
        Report.Row(["---", "---:", "---:", "---:", "---:", "---:"]);
        foreach ((Card card, IReadOnlyList<LaunchBounds> bounds) in frames)
            Report.Row([
                card.Name, $"{bounds.Count}", Milliseconds(bounds.Sum(each => each.MemorySeconds)), Milliseconds(bounds.Sum(each => each.IssueSeconds)),
                Milliseconds(bounds.Sum(each => each.ProductSeconds)), Milliseconds(bounds.Sum(each => each.Seconds)),
            ]);
    }

    /// <summary>A layer may have several launches, and other ones on another card.</summary>
    private static void ShowLayers(IReadOnlyList<(Card Card, IReadOnlyList<LaunchBounds> Bounds)> frames)
    {
        Console.WriteLine();
        Report.Row(["layer, ms and what bounds it", "output", .. frames.Select(frame => frame.Card.Name)]);
        Report.Row(["---", "---", .. frames.Select(_ => "---:")]);
        var cards = frames.Select(frame => frame.Bounds.ToLookup(each => each.Launch.Layer)).ToArray();
        foreach (var layer in frames[0].Bounds.GroupBy(each => each.Launch.Layer))
            Report.Row([layer.Key, $"{layer.Last().Launch.Output().Shape}", .. cards.Select(card => Cell(card[layer.Key]))]);
    }

    private static string Cell(IEnumerable<LaunchBounds> layer) => layer.Any()
        ? $"{Milliseconds(layer.Sum(each => each.Seconds))} {layer.MaxBy(each => each.Seconds)!.Bound}" : "";

    private static string Milliseconds(double seconds) => (1e3 * seconds).ToString("0.0000", CultureInfo.InvariantCulture);
}
