namespace LiVOS.Packages.Tests;

/// <summary>What NativeAOT links with.</summary>
internal static class NativeLinker
{
    /// <summary>Whether one of them is in a folder of PATH.</summary>
    public static bool IsInstalled { get; } = (ProgramPath.Of("clang") ?? ProgramPath.Of("gcc")) is not null;
}
