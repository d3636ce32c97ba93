namespace LiVOS.Files;

/// <summary>Tells a full disk, or a quota that is used up, from other errors of writing.</summary>
internal static class DiskFull
{
    /// <summary>On Windows ERROR_HANDLE_DISK_FULL or ERROR_DISK_FULL, elsewhere ENOSPC or EDQUOT.</summary>
    public static bool IsCauseOf(Exception error) => OperatingSystem.IsWindows()
        ? (error.HResult & 0xFFFF) is 39 or 112
        : error.HResult is 28 || error.HResult == (OperatingSystem.IsMacOS() ? 69 : 122);
}
