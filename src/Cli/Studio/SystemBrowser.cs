using System.ComponentModel;
using System.Diagnostics;

namespace LiVOS.Cli.Studio;

/// <summary>The user's browser, by the system's own program that opens it: in one place for each system, and without a shell.</summary>
internal static class SystemBrowser
{
    private static string Opener => OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.Windows), "explorer.exe")
        : OperatingSystem.IsMacOS() ? "/usr/bin/open"
        : "/usr/bin/xdg-open";

    /// <summary>Opens a page of this program. Where there is no browser, nothing happens: the address was printed.</summary>
    public static void Open(Uri address)
    {
        if (!File.Exists(Opener)) return;
        try
        {
            var start = new ProcessStartInfo(Opener, [$"{address}"]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
            Process.Start(start)?.Dispose();
        }
        catch (Win32Exception)
        {
            // It cannot be started here.
        }
    }
}
