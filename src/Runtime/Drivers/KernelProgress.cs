namespace LiVOS.Runtime;

/// <summary>The progress of compiling a plan's kernels.</summary>
/// <param name="Kernel">The kernel that completed a step.</param>
/// <param name="Done">
/// The number of completed steps. With OpenCL each kernel takes three (compile, first run, write to disk), with CUDA one.
/// </param>
/// <param name="Total">The number of all steps.</param>
public readonly record struct KernelProgress(string Kernel, int Done, int Total);
