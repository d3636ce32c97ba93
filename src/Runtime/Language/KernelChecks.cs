using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Runtime.Language;

/// <summary>
/// Checks of every memory access that kernels make: bounds, and in the checking executor also races. Off unless the process starts with
/// the runtime option <c>LiVOS.KernelChecks</c>, so that the just-in-time compiler removes them where speed counts.
/// </summary>
public static unsafe class KernelChecks
{
    /// <summary>Whether this process checks its kernels' accesses.</summary>
    [FeatureSwitchDefinition("LiVOS.KernelChecks")]
    public static bool Enabled { get; } = AppContext.TryGetSwitch("LiVOS.KernelChecks", out bool enabled) && enabled;

    internal static void OnRead(void* pointer, long length, int index, int count, int elementSize)
    {
        CheckBounds(length, index, count);
        KernelContext.Current.OnAccess((byte*)pointer + (long)index * elementSize, count * elementSize, write: false);
    }

    internal static void OnWrite(void* pointer, long length, int index, int count, int elementSize)
    {
        CheckBounds(length, index, count);
        KernelContext.Current.OnAccess((byte*)pointer + (long)index * elementSize, count * elementSize, write: true);
    }

    private static void CheckBounds(long length, int index, int count)
    {
        if (index < 0 || index + (long)count > length)
            throw new KernelFaultException($"A kernel touches elements {index} to {index + (long)count - 1} of a view of {length} elements.");
    }
}
