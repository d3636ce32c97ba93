using LiVOS.Runtime.Language;

namespace LiVOS.PtxEmulator;

/// <summary>
/// A GPU in C#: runs PTX as the PTX ISA defines it, one block after another, and faults where a kernel does what the ISA leaves open.
/// Slow beside a GPU, and plain enough to be believed.
/// </summary>
internal static class Emulator
{
    /// <summary>Runs a kernel; the memory among its arguments is changed in place.</summary>
    /// <param name="module">The module.</param>
    /// <param name="kernel">The entry point's name.</param>
    /// <param name="grid">Blocks along each axis.</param>
    /// <param name="group">Threads of a block along each axis.</param>
    /// <param name="dynamicSharedBytes">The size of the shared variables that have none of their own.</param>
    /// <param name="arguments">A value for each parameter.</param>
    /// <param name="memory">The memory that it may touch beside the arrays among its arguments; null for none.</param>
    /// <param name="blocks">The numbers of the blocks that run; null for all.</param>
    /// <param name="traffic">Where accesses to memory are counted; null for nowhere.</param>
    /// <returns>The instructions that its warps executed.</returns>
    /// <exception cref="PtxFaultException">The launch does not fit the kernel, or the kernel does what it must not.</exception>
    public static long Run(
        PtxModule module, string kernel, Extent grid, Extent group, int dynamicSharedBytes, IReadOnlyList<PtxArgument> arguments, GlobalMemory? memory = null,
        IEnumerable<int>? blocks = null, MemoryTraffic? traffic = null)
    {
        if (!module.Kernels.TryGetValue(kernel, out PtxKernel? found)) throw new PtxFaultException(0, $"The module has no kernel '{kernel}'.");
        var launch = new Launch(found, grid, group, dynamicSharedBytes, memory ?? new()) { Traffic = traffic };
        launch.Run(arguments, blocks);
        return launch.Instructions;
    }
}
