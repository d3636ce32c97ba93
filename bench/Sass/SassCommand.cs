using System.CommandLine;
using System.Globalization;
using LiVOS.Kernels;
using LiVOS.Runtime;
using LiVOS.Testing;
using LiVOS.Testing.Cuda;

namespace LiVOS.Bench.Sass;

/// <summary><c>sass</c>: what NVIDIA's assembler makes of each kernel.</summary>
internal static class SassCommand
{
    private const int RegistersOfMultiprocessor = 65536, Granule = 8, Warp = 32;

    public static Command Create()
    {
        var command = new Command("sass", "Lists each kernel's registers, shared memory and main loop, by ptxas (LIVOS_PTXAS) and nvdisasm.");
        var filter = new Argument<string?>("FILTER") { Arity = ArgumentArity.ZeroOrOne, Description = "A part of the kernels' names." };
        var loops = new Option<int[]>("--loops")
        {
            Description = "The targets whose main loops are listed.", DefaultValueFactory = _ => [80, 90], AllowMultipleArgumentsPerToken = true,
        };
        var record = new Option<FileInfo?>("--record") { Description = "Where the registers are written, for the tests (tests/Kernels.Tests/registers.txt)." };
        command.Arguments.Add(filter);
        command.Options.Add(loops);
        command.Options.Add(record);
        command.Validators.Add(line =>
        {
            if (Ptxas.Path is null) line.AddError(Ptxas.Missing);
        });
        command.SetAction(async (line, _) =>
        {
            IReadOnlyList<KernelSass> kernels = await AssembleAsync(line.GetValue(filter) ?? "", line.GetValue(loops)!);
            ShowNeeds(kernels);
            ShowLoops(kernels);
            if (line.GetValue(record) is { } file) Record(kernels, file.FullName);
        });
        return command;
    }

    private static async Task<IReadOnlyList<KernelSass>> AssembleAsync(string filter, int[] loops)
    {
        var found = new SortedDictionary<string, KernelSass>(StringComparer.Ordinal);
        var texts = Ptxas.Targets.SelectMany(target => Ptxas.TextsFor(KernelCatalog.Kernels, target).Select(text => (target, text.Kernel, text.Width)));
        await Parallel.ForEachAsync(texts.Where(text => text.Kernel.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)), async (text, _) =>
        {
            (int target, KernelDescription kernel, int width) = text;
            Assembly made = await Assembly.OfAsync(kernel.Ptx(width).ToArray(), target, withLoop: loops.Contains(target));
            lock (found)
            {
                string name = $"{kernel.Name} {width}";
                if (!found.TryGetValue(name, out KernelSass? sass)) found.Add(name, sass = new KernelSass(name));
                sass.Needs[target] = made.Need;
                if (made.Loop is not null) sass.Loops[target] = made.Loop;
            }
        });
        return [.. found.Values];
    }

    private static void ShowNeeds(IReadOnlyList<KernelSass> kernels)
    {
        Dictionary<string, KernelTraffic> traffic = KernelTraffic.Read(Path.Combine(AppContext.BaseDirectory, "traffic.txt"));
        Report.Row([
            "kernel, vectors of", .. Ptxas.Targets.Select(target => $"sm_{target}"), "shared", "spilled", "warps sm_80", "sm_90", "conflicts", "sectors",
        ]);
        Report.Row(["---", .. Enumerable.Repeat("---:", Ptxas.Targets.Length + 6)]);
        foreach (KernelSass each in kernels)
            Report.Row([
                each.Name, .. Ptxas.Targets.Select(target => each.Needs.TryGetValue(target, out AssembledKernel? need) ? $"{need.Registers}" : ""),
                $"{each.Needs.Values.Max(need => need.SharedBytes)}", $"{each.Needs.Values.Max(need => need.SpilledBytes + need.StackBytes)}",
                Warps(each, 80), Warps(each, 90), .. Traffic(traffic.GetValueOrDefault(each.Name)),
            ]);
    }

    private static void ShowLoops(IReadOnlyList<KernelSass> kernels)
    {
        Console.WriteLine();
        Report.Row(["main loop", "target", "products", "instructions", "of a turn", "for each", "addresses", "conversions", "loads", "around"]);
        Report.Row(["---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---", "---:"]);
        foreach (KernelSass each in kernels)
            foreach ((int target, MainLoop loop) in each.Loops)
                Report.Row([
                    each.Name, $"sm_{target}", $"{loop.Products} {loop.Product}", $"{loop.Instructions.Count}", $"{loop.Turn}",
                    Ratio(loop.PerProduct), Percent(loop.Addresses), Percent(loop.Conversions), loop.Loads,
                    $"{loop.Around}",
                ]);
    }

    /// <summary>Registers come in granules: the bound is a whole one.</summary>
    private static void Record(IReadOnlyList<KernelSass> kernels, string path) => File.WriteAllLines(path, [
        "# The most registers of a thread, by kernel, vector width and target, in granules of 8; written by livos-bench sass --record.",
        $"# kernel width {string.Join(' ', Ptxas.Targets.Select(target => $"sm_{target}"))}",
        .. kernels.Select(each => $"{each.Name} "
            + string.Join(' ', Ptxas.Targets.Select(target => each.Needs.TryGetValue(target, out AssembledKernel? need) ? $"{Rounded(need.Registers)}" : "-"))),
    ]);

    /// <summary>The warps whose registers a multiprocessor holds, of the 64 that it can run.</summary>
    private static string Warps(KernelSass kernel, int target) => kernel.Needs.TryGetValue(target, out AssembledKernel? need)
        ? $"{Math.Min(64, RegistersOfMultiprocessor / (Warp * Rounded(need.Registers)))}" : "";

    /// <summary>The wavefronts that conflicts of banks add to each of shared memory, and the sectors of global memory for each that would do.</summary>
    private static string[] Traffic(KernelTraffic? traffic) => traffic is null ? ["", ""]
        : [traffic.Wavefronts == 0 ? "" : Ratio(traffic.ConflictRatio), Ratio(traffic.SectorRatio)];

    private static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

    private static int Rounded(int registers) => (registers + Granule - 1) / Granule * Granule;

    private static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);

    /// <summary>A kernel on all targets.</summary>
    private sealed record KernelSass(string Name)
    {
        public SortedDictionary<int, AssembledKernel> Needs { get; } = [];

        public SortedDictionary<int, MainLoop> Loops { get; } = [];
    }
}
