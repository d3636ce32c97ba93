using LiVOS.Runtime.Language;

namespace LiVOS.PtxEmulator.Execution;

/// <summary>One run of a kernel over a grid.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="grid">Blocks along each axis.</param>
/// <param name="group">Threads of a block along each axis.</param>
/// <param name="dynamicSharedBytes">The size of the shared variables without one.</param>
/// <param name="memory">The memory that it may touch.</param>
internal sealed class Launch(PtxKernel kernel, Extent grid, Extent group, int dynamicSharedBytes, GlobalMemory memory)
{
    // Of a warp each; some minutes.
    private const long MostInstructions = 2_000_000_000;

    public PtxKernel Kernel => kernel;

    public Extent Grid => grid;

    public Extent Group => group;

    public int DynamicSharedBytes => dynamicSharedBytes;

    public GlobalMemory Memory => memory;

    /// <summary>Where accesses to memory are counted; null where nobody asks.</summary>
    public MemoryTraffic? Traffic { get; init; }

    /// <summary>The bytes of each parameter.</summary>
    public byte[][] Parameters { get; private set; } = [];

    /// <summary>The instructions that warps executed.</summary>
    public long Instructions { get; private set; }

    /// <param name="arguments">A value for each parameter.</param>
    /// <param name="blocks">The numbers of the blocks that run; null for all.</param>
    public void Run(IReadOnlyList<PtxArgument> arguments, IEnumerable<int>? blocks = null)
    {
        Check(arguments);
        Parameters = [.. arguments.Zip(kernel.Parameters, (argument, parameter) => argument.Bytes(Memory, parameter.Bytes))];
        var block = new Block(this);
        foreach (int i in blocks ?? Enumerable.Range(0, grid.Count)) block.Run(grid.At(i));
    }

    /// <summary>Counts an instruction, and ends kernels that do not end.</summary>
    public void Spend(Warp warp)
    {
        if (++Instructions > MostInstructions) throw warp.Fault(0, "does not come to an end.");
    }

    private void Check(IReadOnlyList<PtxArgument> arguments)
    {
        int shared = kernel.Shared.StaticBytes + dynamicSharedBytes, mostShared = kernel.Target.SharedBytes;
        Check(grid.X >= 1 && grid.Y is >= 1 and <= 65535 && grid.Z is >= 1 and <= 65535, $"A grid of {grid} cannot be launched.");
        Check(
            group.X >= 1 && group.Y >= 1 && group.Z is >= 1 and <= 64 && group.Count <= kernel.MostThreads,
            $"A block of {group} cannot be launched; the kernel takes {kernel.MostThreads} threads.");
        Check(
            dynamicSharedBytes == 0 || (dynamicSharedBytes > 0 && kernel.Shared.HasDynamic),
            $"The kernel has no use for {dynamicSharedBytes} bytes of dynamic shared memory.");
        Check(shared <= mostShared, $"{shared} bytes of shared memory are more than the {mostShared} of sm_{kernel.Target.Sm}.");
        Check(arguments.Count == kernel.Parameters.Count, $"The kernel has {kernel.Parameters.Count} parameters and is given {arguments.Count}.");
        foreach ((ParameterSymbol parameter, PtxArgument argument) in kernel.Parameters.Zip(arguments))
        {
            Check(
                parameter.ArrayBytes is { } bytes
                    ? argument.StructBytes == bytes
                    : argument.StructBytes is null && parameter.Type.Holds(argument.Type, wider: false),
                $"Parameter {parameter.Name} is {Text(parameter.Type, parameter.ArrayBytes)} and is given {Text(argument.Type, argument.StructBytes)}.");
        }
    }

    private static string Text(PtxType type, int? bytes) => bytes is null ? type.Suffix() : $"a struct of {bytes} bytes";

    private void Check(bool fits, string otherwise)
    {
        if (!fits) throw new PtxFaultException(0, $"{kernel.Name}: {otherwise}");
    }
}
