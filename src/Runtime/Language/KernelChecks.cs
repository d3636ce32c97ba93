using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Runtime.Language;

/// <summary>
/// Checks every memory access of kernels: for its bounds and, in the race checker, for races. Checks are off unless the process starts with
/// the runtime option <c>LiVOS.KernelChecks</c>, so the just-in-time compiler removes them where speed matters.
/// </summary>
public static unsafe class KernelChecks
{
    private const int LongestAccess = 16; // of one item of a GPU, in bytes

    /// <summary>Whether this process checks its kernels' accesses.</summary>
    [FeatureSwitchDefinition("LiVOS.KernelChecks")]
    public static bool Enabled { get; } = AppContext.TryGetSwitch("LiVOS.KernelChecks", out bool enabled) && enabled;

    internal static void OnRead(void* pointer, long length, int index, int count, int elementSize) =>
        OnAccess(pointer, length, index, count, elementSize, AccessKind.Read);

    internal static void OnWrite(void* pointer, long length, int index, int count, int elementSize) =>
        OnAccess(pointer, length, index, count, elementSize, AccessKind.Write);

    internal static void OnAtomic(void* pointer, long length, int index, int elementSize) =>
        OnAccess(pointer, length, index, 1, elementSize, AccessKind.Atomic);

    internal static void RequireLength(long length)
    {
        if (length < 0) throw new KernelFaultException($"A kernel makes a view of {length} elements.");
    }

    /// <summary>Throws if the address of an access to <paramref name="width"/> elements is not aligned.</summary>
    internal static void RequireAligned(void* pointer, int index, int width, int elementSize = sizeof(float))
    {
        int alignment = Math.Min(LongestAccess, width * elementSize);
        if (((nint)pointer + (nint)index * elementSize) % alignment != 0)
        {
            throw new KernelFaultException(
                $"A kernel takes elements {index} to {index + width - 1} of a view for an aligned vector; their address is no multiple of {alignment} bytes.");
        }
    }

    private static void OnAccess(void* pointer, long length, int index, int count, int elementSize, AccessKind kind)
    {
        if (index < 0 || index + (long)count > length)
            throw new KernelFaultException($"A kernel touches elements {index} to {index + (long)count - 1} of a view of {length} elements.");
        KernelContext.Current.OnAccess((byte*)pointer + (long)index * elementSize, count, elementSize, kind);
    }
}
