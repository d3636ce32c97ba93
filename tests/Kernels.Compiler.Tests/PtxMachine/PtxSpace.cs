namespace LiVOS.Kernels.Compiler.Tests.Machine;

/// <summary>The state spaces that addresses point into.</summary>
internal enum PtxSpace
{
    Global,
    Shared,
}
