namespace LiVOS.Runtime.OpenCl;

/// <summary>A compiled program with one kernel.</summary>
/// <param name="source">The source that it was compiled from.</param>
/// <param name="handle">OpenCL's handle.</param>
/// <param name="options">The options that it was compiled with.</param>
internal sealed class OpenClProgram(ProgramSource source, nint handle, string options)
{
    public ProgramSource Source { get; } = source;

    public nint Handle { get; } = handle;

    public string Options { get; } = options;
}
