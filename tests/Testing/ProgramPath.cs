namespace LiVOS.Testing;

/// <summary>Where programs are.</summary>
public static class ProgramPath
{
    /// <summary>The first file of a name in the folders of PATH, then in others; null where there is none.</summary>
    /// <param name="name">The program.</param>
    /// <param name="more">Folders beside those of PATH.</param>
    public static string? Of(string name, params IEnumerable<string> more) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(more).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
