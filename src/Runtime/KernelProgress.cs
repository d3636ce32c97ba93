namespace LiVOS.Runtime;

/// <summary>How far the compilation of a plan's kernels has come.</summary>
/// <param name="Kernel">The kernel that has come further.</param>
/// <param name="Done">
/// How many steps are done: with OpenCL each kernel takes three (it is compiled, run and written to the disk), with CUDA one.
/// </param>
/// <param name="Total">How many there are.</param>
public readonly record struct KernelProgress(string Kernel, int Done, int Total);
