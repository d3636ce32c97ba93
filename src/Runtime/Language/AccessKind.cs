namespace LiVOS.Runtime.Language;

/// <summary>What an item does to an element of memory.</summary>
internal enum AccessKind
{
    Read,
    Write,
    Atomic,
}
