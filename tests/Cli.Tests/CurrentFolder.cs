namespace LiVOS.Cli.Tests;

/// <summary>A temporary working folder that looks like the repository's root; tests that use it run one at a time.</summary>
[CollectionDefinition(nameof(CurrentFolder), DisableParallelization = true)]
public sealed class CurrentFolder : IDisposable
{
    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly string _path = Directory.CreateTempSubdirectory("livos-readme-").FullName;

    public CurrentFolder()
    {
        foreach (string name in new[] { "models", "samples" })
            Directory.CreateSymbolicLink(Path.Combine(_path, name), Repository.PathOf(name));
        Directory.SetCurrentDirectory(_path);
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        Directory.Delete(_path, recursive: true);
    }
}
