namespace LiVOS.Testing;

/// <summary>Finds files of this repository, or of the folder <c>shared</c> beside it, from wherever the tests run.</summary>
public static class Repository
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Above.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "LiVOS.sln")))
        ?? throw new DirectoryNotFoundException("The tests run outside the repository.");

    private static IEnumerable<string> Above
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent) yield return folder.FullName;
        }
    }

    /// <summary>The path of a file or folder of the repository.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The path of a file or folder of the repository or else of <c>shared</c>; null where neither has it.</summary>
    public static string? Find(string relative) =>
        Above.SelectMany(folder => new[] { Path.Combine(folder, relative), Path.Combine(folder, "shared", relative) }).FirstOrDefault(Path.Exists);
}
