namespace LiVOS.Runtime.Language;

/// <summary>The kind of a memory access.</summary>
internal enum AccessKind
{
    Read,
    Write,
    Atomic,
}
