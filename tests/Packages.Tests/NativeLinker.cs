namespace LiVOS.Packages.Tests;

/// <summary>What NativeAOT links with.</summary>
internal static class NativeLinker
{
    /// <summary>Whether one of them is in a folder of PATH.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));
}
