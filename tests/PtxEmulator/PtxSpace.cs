namespace LiVOS.PtxEmulator;

/// <summary>The state spaces that addresses point into.</summary>
internal enum PtxSpace
{
    Global,
    Shared,
}
