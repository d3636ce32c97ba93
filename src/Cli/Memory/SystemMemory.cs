using System.Diagnostics;
using System.Globalization;

namespace LiVOS.Cli.Memory;

/// <summary>The machine's memory, and this program's share of it.</summary>
static class SystemMemory
{
    /// <summary>The most that this program has held at a time.</summary>
    public static long Peak
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>What this program may still take: the least of what the runtime, the system and its control group leave.</summary>
    public static long Available() => new[] { GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, FreeOfSystem(), FreeOfControlGroup() }.Min();

    static long FreeOfSystem() => ReadLines("/proc/meminfo")
        .Where(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
        .Select(line => 1024 * Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]))
        .DefaultIfEmpty(long.MaxValue).First();

    /// <summary>Of the control group's limit, what is used by more than copies of files, which make way.</summary>
    static long FreeOfControlGroup()
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

    /// <summary>The lines of a file of the system's; none where there is no such file.</summary>
    static string[] ReadLines(string path)
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
    static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;
}
