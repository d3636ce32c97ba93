namespace LiVOS.Runtime;

/// <summary>The folder for files that can be created again.</summary>
public static class CacheFolder
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "LIVOS_CACHE";

    /// <summary>The folder that the variable names, or else the system's cache folder; null if there is none.</summary>
    public static string? Usual => Of(Variable) ?? InSystems(OperatingSystem.IsWindows() ? Local()
        : OperatingSystem.IsMacOS() ? InHome("Library", "Caches")
        : Of("XDG_CACHE_HOME") ?? InHome(".cache"));

    private static string? InSystems(string? folder) => folder is null ? null : Path.Combine(folder, "livos");

    private static string? Of(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string? InHome(params string[] names) =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine([home, .. names]) : null;

    private static string? Local() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local ? local : null;
}
