namespace LiVOS.Runtime;

/// <summary>Where the program keeps what it can make again.</summary>
public static class CacheFolder
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "LIVOS_CACHE";

    /// <summary>The folder: of the variable, else the one that the system has for such files; null where there is none.</summary>
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
