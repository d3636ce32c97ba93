using System.Collections.Concurrent;
using System.Text;
using LiVOS.Runtime;
using LiVOS.Testing.Cuda;

namespace LiVOS.Kernels.Tests;

/// <summary>NVIDIA's own assembler takes every kernel's PTX. registers.txt bounds the registers: a kernel that takes more has fewer threads at a time
/// (<c>livos-bench sass --record</c> writes the file).</summary>
public class PtxasTests
{
    private static readonly Dictionary<string, int[]> s_bounds = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "registers.txt"))
        .Where(line => !line.StartsWith('#')).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(words => $"{words[0]} {words[1]}", words => words[2..].Select(word => word == "-" ? 0 : int.Parse(word)).ToArray());

    /// <summary>One target is assembled always; the others are among the longest tests.</summary>
    public static TheoryData<int> Targets => [80, .. LongTests.Only([.. Ptxas.Targets.Where(target => target != 80)])];

    [SkippableTheory, MemberData(nameof(Targets))]
    public async Task Every_kernel_is_taken_without_spills_and_with_the_registers_that_were_recorded(int target)
    {
        Skip.If(Ptxas.Path is null, Ptxas.Missing);
        int place = Ptxas.Targets.IndexOf(target);
        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Ptxas.TextsFor(KernelCatalog.Kernels, target), async (text, _) =>
        {
            (KernelDescription kernel, int width) = text;
            AssembledKernel made = await Ptxas.AssembleAsync(Encoding.UTF8.GetString(kernel.Ptx(width)), target);
            if (made is not { StackBytes: 0, SpilledBytes: 0 })
                faults.Add($"{kernel.Name} x{width} spills {made.SpilledBytes} bytes, and has a stack of {made.StackBytes}.");
            if (!s_bounds.TryGetValue($"{kernel.Name} {width}", out int[]? bounds)) faults.Add($"{kernel.Name} x{width} is not in registers.txt.");
            else if (made.Registers > bounds[place]) faults.Add($"{kernel.Name} x{width} takes {made.Registers} registers, not {bounds[place]}.");
        });

        Assert.Empty(faults);
    }
}
