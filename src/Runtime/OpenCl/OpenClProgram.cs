namespace LiVOS.Runtime.OpenCl;

/// <summary>A program that the driver has compiled, with one kernel in it.</summary>
/// <param name="source">What it was compiled from.</param>
/// <param name="handle">OpenCL's handle.</param>
internal sealed class OpenClProgram(ProgramSource source, nint handle)
{
    public ProgramSource Source { get; } = source;

    public nint Handle { get; } = handle;
}
