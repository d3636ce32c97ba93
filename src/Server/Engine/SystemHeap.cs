using System.Runtime.InteropServices;

namespace LiVOS.Server;

/// <summary>The heap of the C library, from which sessions take their memory.</summary>
internal static partial class SystemHeap
{
    private const int MapThreshold = -3; // glibc's M_MMAP_THRESHOLD
    private const int LargeBlock = 1 << 20;

    /// <summary>Makes large blocks go back to the system when they are freed. By itself glibc begins to keep them (up to 32 MiB each): the memory of
    /// closed sessions would stay the program's.</summary>
    public static void ReturnsWhatIsFreed()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = SetOption(MapThreshold, LargeBlock);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library (musl): it returns such blocks by itself.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
