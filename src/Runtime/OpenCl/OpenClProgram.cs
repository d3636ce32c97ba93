namespace LiVOS.Runtime.OpenCl;

/// <summary>A compiled program with one kernel.</summary>
/// <param name="source">The source that it was compiled from.</param>
/// <param name="handle">OpenCL's handle.</param>
internal sealed class OpenClProgram(ProgramSource source, nint handle)
{
    public ProgramSource Source { get; } = source;

    public nint Handle { get; } = handle;
}
