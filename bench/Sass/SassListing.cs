using System.Diagnostics;
using System.Text.RegularExpressions;
using LiVOS.Testing.Cuda;

namespace LiVOS.Bench.Sass;

/// <summary>A kernel's machine instructions, as nvdisasm lists them.</summary>
internal sealed partial class SassListing
{
    private readonly List<string> _instructions = [];
    private readonly Dictionary<string, int> _labels = [];
    private readonly HashSet<int> _conditional = [];

    private SassListing(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            if (LabelLine().Match(line) is { Success: true } label) _labels[label.Groups[1].Value] = _instructions.Count;
            else if (InstructionLine().Match(line) is { Success: true } instruction)
            {
                if (instruction.Groups[1].Length > 0) _conditional.Add(_instructions.Count);
                _instructions.Add(instruction.Groups[2].Value);
            }
        }
    }

    /// <summary>Lists a program; nvdisasm stands beside ptxas.</summary>
    public static async Task<SassListing> OfAsync(string cubin)
    {
        string program = Path.Combine(Path.GetDirectoryName(Ptxas.Path!)!, "nvdisasm");
        using Process process = Process.Start(new ProcessStartInfo(program, ["-c", cubin]) { RedirectStandardOutput = true })!;
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? new SassListing(text) : throw new InvalidOperationException($"nvdisasm failed at {cubin}.");
    }

    /// <summary>The innermost loop that has the largest share of products, and the loop around it; null for a kernel without products in loops.</summary>
    public MainLoop? MainLoop()
    {
        (int First, int Last)[] loops = [.. Loops()];
        string product = _instructions.Find(IsTensorProduct)?.Split('.') is [_, var shape, ..] ? $"HMMA.{shape}" : "FFMA";
        (int First, int Last)[] inner = [.. loops.Where(loop => !loops.Any(other => other != loop && IsWithin(other, loop) && Products(other) > 0))];
        if (inner.Length == 0) return null;
        (int First, int Last) main = inner.MaxBy(loop => (double)Products(loop) / (loop.Last + 1 - loop.First));
        if (Products(main) == 0) return null;
        (int First, int Last) around = loops.Where(loop => loop != main && IsWithin(main, loop)).OrderBy(loop => loop.Last - loop.First).FirstOrDefault(main);
        string[] instructions = _instructions[main.First..(main.Last + 1)].ToArray();
        return new MainLoop(product, Products(main), instructions, ShortestTurn(main), around.Last - around.First - (main.Last - main.First));

        int Products((int First, int Last) loop) =>
            _instructions[loop.First..(loop.Last + 1)].Count(each => each.StartsWith(product, StringComparison.Ordinal));
    }

    private static bool IsTensorProduct(string instruction) => instruction.StartsWith("HMMA", StringComparison.Ordinal);

    private static bool IsWithin((int First, int Last) loop, (int First, int Last) other) => loop.First >= other.First && loop.Last <= other.Last;

    /// <summary>The instructions of the shortest way through a loop, from its last jump backwards.</summary>
    private int ShortestTurn((int First, int Last) loop)
    {
        const int never = 1 << 20;
        var shortest = new int[loop.Last - loop.First + 2];
        for (int at = loop.Last; at >= loop.First; at--)
        {
            int next = shortest[at - loop.First + 1];
            if (Jump().Match(_instructions[at]) is { Success: true } jump && _labels.TryGetValue(jump.Groups[1].Value, out int to))
            {
                int jumped = to == loop.First ? 0 : to > at && to <= loop.Last ? shortest[to - loop.First] : never;
                next = _conditional.Contains(at) ? Math.Min(jumped, next) : jumped;
            }

            shortest[at - loop.First] = 1 + next;
        }

        return shortest[0];
    }

    /// <summary>From each label to the farthest jump back to it.</summary>
    private IEnumerable<(int First, int Last)> Loops() => _instructions.Index()
        .Select(each => (each.Index, Jump: Jump().Match(each.Item)))
        .Where(each => each.Jump.Success && _labels.TryGetValue(each.Jump.Groups[1].Value, out int to) && to <= each.Index)
        .GroupBy(each => _labels[each.Jump.Groups[1].Value]).Select(group => (group.Key, group.Max(each => each.Index)));

    [GeneratedRegex(@"^(\.L_x_\d+):")]
    private static partial Regex LabelLine();

    [GeneratedRegex(@"/\*[0-9a-f]{4,}\*/\s+(@!?U?P\w+\s+)?([A-Z][^;]*);")]
    private static partial Regex InstructionLine();

    [GeneratedRegex(@"^BRA[^`]*`\((\.L_x_\d+)\)")]
    private static partial Regex Jump();
}
