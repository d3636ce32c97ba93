using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Compiler.Tests.Machine;

/// <summary>One run of a kernel over a grid.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="grid">Blocks along each axis.</param>
/// <param name="group">Threads of a block along each axis.</param>
/// <param name="dynamicSharedBytes">The size of the shared variables without one.</param>
internal sealed class Launch(PtxKernel kernel, Extent grid, Extent group, int dynamicSharedBytes)
{
    // Of a warp each; some minutes.
    private const long MostInstructions = 2_000_000_000;
    private long _spent;

    public PtxKernel Kernel => kernel;

    public Extent Grid => grid;

    public Extent Group => group;

    public int DynamicSharedBytes => dynamicSharedBytes;

    public GlobalMemory Memory { get; } = new();

    /// <summary>The bits of each parameter.</summary>
    public ulong[] Parameters { get; private set; } = [];

    public void Run(IReadOnlyList<PtxArgument> arguments)
    {
        Check(arguments);
        Parameters = [.. arguments.Select(argument => argument.Bits(Memory))];
        var block = new Block(this);
        for (int i = 0; i < grid.Count; i++) block.Run(grid.At(i));
    }

    /// <summary>Counts an instruction, and ends kernels that do not end.</summary>
    public void Spend(Warp warp)
    {
        if (++_spent > MostInstructions) throw warp.Fault(0, "does not come to an end.");
    }

    private void Check(IReadOnlyList<PtxArgument> arguments)
    {
        if (grid.X < 1 || grid.Y < 1 || grid.Z < 1 || grid.Y > 65535 || grid.Z > 65535) throw Fault($"A grid of {grid} cannot be launched.");
        if (group.X < 1 || group.Y < 1 || group.Z is < 1 or > 64 || group.Count > kernel.MostThreads) throw Fault($"A block of {group} cannot be launched; the kernel takes {kernel.MostThreads} threads.");
        if (dynamicSharedBytes < 0 || (dynamicSharedBytes > 0 && !kernel.Shared.HasDynamic)) throw Fault($"The kernel has no use for {dynamicSharedBytes} bytes of dynamic shared memory.");
        int shared = kernel.Shared.StaticBytes + dynamicSharedBytes;
        if (shared > kernel.Target.SharedBytes) throw Fault($"{shared} bytes of shared memory are more than the {kernel.Target.SharedBytes} of sm_{kernel.Target.Sm}.");
        if (arguments.Count != kernel.Parameters.Count) throw Fault($"The kernel has {kernel.Parameters.Count} parameters and is given {arguments.Count}.");
        foreach ((ParameterSymbol parameter, PtxArgument argument) in kernel.Parameters.Zip(arguments))
            if (!parameter.Type.Holds(argument.Type, wider: false)) throw Fault($"Parameter {parameter.Name} is {parameter.Type.Suffix()} and is given {argument.Type.Suffix()}.");
    }

    private PtxFaultException Fault(string what) => new(0, $"{kernel.Name}: {what}");
}
