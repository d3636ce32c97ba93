using System.IO.Compression;
using System.Runtime.Loader;
using PublicApiGenerator;

namespace LiVOS.Packages.Tests;

/// <summary>What the packages promise: <c>packages/ID/public-api.txt</c>, which a change of their API changes in the same commit.</summary>
[Collection(nameof(PackageFolder))]
[Trait("Category", "Long")]
public sealed class PublicApiTests(PackageFolder packages)
{
    private static readonly ApiGeneratorOptions s_options = new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes = ["System.Runtime.CompilerServices.IsReadOnlyAttribute", "System.Runtime.Versioning.SupportedOSPlatformAttribute"],
    };

    [Theory]
    [InlineData("LiVOS")]
    [InlineData("LiVOS.Video")]
    [InlineData("LiVOS.Ilgpu")]
    public void A_package_has_the_API_that_is_written_down(string id)
    {
        using var folder = new TemporaryFolder();
        var context = new AssemblyLoadContext(id, isCollectible: true);
        string[] assemblies = [.. Extract(id, folder.Path).Order(StringComparer.Ordinal)];
        string api = string.Join('\n', assemblies.Select(path =>
            $"// {Path.GetFileName(path)}\n{context.LoadFromAssemblyPath(path).GeneratePublicApi(s_options).ReplaceLineEndings("\n")}\n"));
        context.Unload();

        string written = Repository.PathOf($"packages/{id}/public-api.txt"), found = Path.Combine(Repository.Root, "out", "public-api", $"{id}.txt");
        if (File.Exists(written) && File.ReadAllText(written) == api) return;
        Directory.CreateDirectory(Path.GetDirectoryName(found)!);
        File.WriteAllText(found, api);
        Assert.Fail(
            $"The public API of {id} has changed. If it is meant to, say so in CHANGELOG.md and copy '{found}' over '{written}'; git diff shows what changed.");
    }

    private IEnumerable<string> Extract(string id, string folder)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packages.Path, $"{id}.{PackageFolder.Version}.nupkg"));
        foreach (ZipArchiveEntry entry in package.Entries)
        {
            if (!entry.FullName.StartsWith("lib/net10.0/", StringComparison.Ordinal) || !entry.Name.EndsWith(".dll", StringComparison.Ordinal)) continue;
            string path = Path.Combine(folder, entry.Name);
            entry.ExtractToFile(path);
            yield return path;
        }
    }
}
