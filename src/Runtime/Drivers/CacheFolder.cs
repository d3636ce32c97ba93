using LiVOS.Files;

namespace LiVOS.Runtime;

/// <summary>
/// The folder for files that can be created again. Compiled kernels are run from it, so a folder that others can write is not used: they could run
/// programs as this user.
/// </summary>
public static class CacheFolder
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "LIVOS_CACHE";

    /// <summary>The folder that the variable names, or else the system's cache folder; null if there is none, or others can write it.</summary>
    public static string? Usual => WhyUnused is null ? Named : null;

    /// <summary>One sentence on why the folder is not used; null if it is.</summary>
    public static string? WhyUnused => Named is not string folder || PrivateFile.IsPrivate(folder) ? null
        : $"Others than you can write in '{folder}', so nothing is kept there; make it your own with 'chmod go-w', or name another folder with {Variable}.";

    private static string? Named => Of(Variable) ?? InSystems(OperatingSystem.IsWindows() ? Local()
        : OperatingSystem.IsMacOS() ? InHome("Library", "Caches")
        : Of("XDG_CACHE_HOME") ?? InHome(".cache"));

    private static string? InSystems(string? folder) => folder is null ? null : Path.Combine(folder, "livos");

    private static string? Of(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string? InHome(params string[] names) =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine([home, .. names]) : null;

    private static string? Local() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local ? local : null;
}
