namespace LiVOS.Packages.Tests;

/// <summary>What is in the packages, and what they say.</summary>
[Collection(nameof(PackageFolder))]
[Trait("Category", "Long")]
public sealed class PackageTests(PackageFolder packages)
{
    private static readonly string[] s_frameworks = ["net9.0", "net10.0"];

    [Theory]
    [InlineData("LiVOS", "Files", "Kernels", "Model", "Runtime", "Weights")]
    [InlineData("LiVOS.Video", "Media", "Video")]
    [InlineData("LiVOS.Ilgpu", "Ilgpu", "Kernels.Ilgpu")]
    public void A_library_has_its_assemblies_their_comments_and_their_symbols_and_no_others(string id, params string[] assemblies)
    {
        IEnumerable<string> Expected(params string[] extensions) =>
            from framework in s_frameworks from assembly in assemblies from extension in extensions select $"lib/{framework}/LiVOS.{assembly}.{extension}";

        Assert.Equal(Expected("dll", "xml").Order(), packages.FilesOf(id).Where(name => name.StartsWith("lib/", StringComparison.Ordinal)).Order());
        Assert.Equal(Expected("pdb").Order(), packages.FilesOf(id, "snupkg").Where(name => name.StartsWith("lib/", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData("LiVOS")]
    [InlineData("LiVOS.Video")]
    [InlineData("LiVOS.Ilgpu")]
    [InlineData("LiVOS.Kernels.Compiler")]
    [InlineData("LiVOS.Models.Small")]
    [InlineData("LiVOS.Tool")]
    public void Every_package_has_a_page_a_picture_and_a_licence(string id)
    {
        Assert.Superset(new HashSet<string> { "README.md", "icon.png", "LICENSE" }, packages.FilesOf(id).ToHashSet());
        string description = packages.DescriptionOf(id);
        Assert.Contains("<license type=\"expression\">MIT", description);
        Assert.Contains("<icon>icon.png</icon>", description);
        Assert.Contains("<readme>README.md</readme>", description);
        Assert.Contains("<description>", description);
    }

    [Theory]
    [InlineData("LiVOS", "System.IO.Hashing")]
    [InlineData("LiVOS.Video", "LiVOS", "ADRaffy.ENSNormalize", "StbImageSharp", "StbImageWriteSharp", "System.IO.Hashing")]
    [InlineData("LiVOS.Ilgpu", "LiVOS", "ILGPU", "ILGPU.Algorithms")]
    [InlineData("LiVOS.Kernels.Compiler")]
    [InlineData("LiVOS.Models.Small")]
    public void A_package_brings_what_its_assemblies_need(string id, params string[] needed)
    {
        string[] brought = [.. packages.DescriptionOf(id).Split("<dependency id=\"").Skip(1).Select(text => text.Split('"')[0]).Distinct()];
        Assert.Equal(needed.Order(), brought.Order());
    }

    [Fact]
    public void The_generator_lies_where_compilers_look_for_it() =>
        Assert.Contains("analyzers/dotnet/cs/LiVOS.Kernels.Compiler.dll", packages.FilesOf("LiVOS.Kernels.Compiler"));

    [Fact]
    public void The_network_comes_with_its_terms() =>
        Assert.Superset(
            new HashSet<string> { "models/README.md", "buildTransitive/LiVOS.Models.Small.targets" }, packages.FilesOf("LiVOS.Models.Small").ToHashSet());

    [Fact]
    public void The_tool_names_the_terms_of_its_clip_and_brings_them()
    {
        Assert.Contains("MIT AND CC-BY-NC-4.0", packages.DescriptionOf("LiVOS.Tool"));
        Assert.Superset(
            new HashSet<string> { "THIRD-PARTY-NOTICES.txt", "tools/net10.0/any/samples/blackswan/README.md" }, packages.FilesOf("LiVOS.Tool").ToHashSet());
    }
}
