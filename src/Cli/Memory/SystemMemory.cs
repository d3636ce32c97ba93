using System.Diagnostics;
using System.Globalization;

namespace LiVOS.Cli.Memory;

/// <summary>The machine's memory, and this program's share of it.</summary>
internal static class SystemMemory
{
    /// <summary>The peak memory of this program.</summary>
    public static long Peak
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>The memory that this program may still take: the least that the runtime, the system and the control group leave.</summary>
    public static long Available() => new[] { GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, FreeOfSystem(), FreeOfControlGroup() }.Min();

    private static long FreeOfSystem() => ReadLines("/proc/meminfo")
        .Where(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
        .Select(line => 1024 * Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]))
        .DefaultIfEmpty(long.MaxValue).First();

    /// <summary>The rest of the control group's limit. Cached files do not count as used, for they make way.</summary>
    private static long FreeOfControlGroup()
    {
        const string group = "/sys/fs/cgroup/";
        long limit = ReadLines(group + "memory.max").Select(Number).DefaultIfEmpty(long.MaxValue).First();
        if (limit == long.MaxValue) return limit;
        long used = ReadLines(group + "memory.current").Select(Number).FirstOrDefault();
        long files = ReadLines(group + "memory.stat")
            .Where(line => line.StartsWith("inactive_file ", StringComparison.Ordinal))
            .Select(line => Number(line.Split(' ')[1])).FirstOrDefault();
        return limit - used + files;
    }

    /// <summary>The lines of a system file; none if it does not exist.</summary>
    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A number; "max" is one without limit.</summary>
    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;
}
