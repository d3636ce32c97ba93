using System.Diagnostics;

namespace LiVOS.Video.Tests;

/// <summary>Runs FFmpeg's own programs, which make the tests' videos and read back what was written.</summary>
internal static class FfmpegRun
{
    public const string Missing = "FFmpeg is not installed.";

    /// <summary>Runs <c>ffmpeg</c>.</summary>
    public static void Do(params string[] arguments) => Run("ffmpeg", ["-v", "error", "-y", "-nostdin", .. arguments], out _);

    /// <summary>Runs <c>ffmpeg</c> if it can do so.</summary>
    public static bool Try(params string[] arguments) => TryRun("ffmpeg", ["-v", "error", "-y", "-nostdin", .. arguments], out _, out _);

    /// <summary>Runs <c>ffprobe</c>.</summary>
    /// <returns>Its answer.</returns>
    public static string Ask(params string[] arguments)
    {
        Run("ffprobe", ["-v", "error", .. arguments], out string answer);
        return answer.Trim();
    }

    private static void Run(string program, string[] arguments, out string output) =>
        Assert.True(TryRun(program, arguments, out output, out string error), $"{program} {string.Join(' ', arguments)}: {error}");

    private static bool TryRun(string program, string[] arguments, out string output, out string error)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> complaints = process.StandardError.ReadToEndAsync();
        output = process.StandardOutput.ReadToEnd();
        error = complaints.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
