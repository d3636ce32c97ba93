using System.IO.Compression;

namespace LiVOS.Packages.Tests;

/// <summary>The packages, made once for all tests, in a folder that is their source; and the cache into which the tests restore them.</summary>
public sealed class PackageFolder : IAsyncLifetime
{
    /// <summary>A version that nothing else on this machine has.</summary>
    public const string Version = "0.1.0-check";

    private readonly TemporaryFolder _folder = new();

    /// <summary>The packages' folder.</summary>
    public string Path => _folder["feed"];

    /// <summary>Where they are restored to.</summary>
    public string Cache => _folder["cache"];

    public async Task InitializeAsync() =>
        await Programs.DotnetAsync(Repository.Root, Cache, "pack", "packages", $"-p:PackageVersion={Version}", $"-p:PackageOutputPath={Path}/", "-v", "q");

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The names of the files in a package, with its folders.</summary>
    public IReadOnlySet<string> FilesOf(string id, string extension = "nupkg")
    {
        using ZipArchive package = ZipFile.OpenRead(System.IO.Path.Combine(Path, $"{id}.{Version}.{extension}"));
        return package.Entries.Select(entry => entry.FullName).ToHashSet();
    }

    /// <summary>A package's description of itself.</summary>
    public string DescriptionOf(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(System.IO.Path.Combine(Path, $"{id}.{Version}.nupkg"));
        using var reader = new StreamReader(package.GetEntry($"{id}.nuspec")!.Open());
        return reader.ReadToEnd();
    }
}

/// <summary>The tests that share the packages; one at a time, for each builds programs.</summary>
[CollectionDefinition(nameof(PackageFolder), DisableParallelization = true)]
public sealed class PackageCollection : ICollectionFixture<PackageFolder>;
