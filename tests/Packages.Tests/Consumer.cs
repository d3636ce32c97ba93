using System.Runtime.InteropServices;

namespace LiVOS.Packages.Tests;

/// <summary>A project outside the repository that has the packages.</summary>
internal sealed class Consumer : IDisposable
{
    private const string Named = "Version=\"0.1.0\"";

    private readonly TemporaryFolder _folder = new();
    private readonly PackageFolder _packages;

    private Consumer(PackageFolder packages) => _packages = packages;

    /// <summary>Its folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>This machine, as the SDK calls it.</summary>
    public static string Machine => RuntimeInformation.RuntimeIdentifier;

    /// <summary>A program of <c>samples/</c>.</summary>
    public static Consumer OfSample(PackageFolder packages, string name)
    {
        var consumer = new Consumer(packages);
        foreach (string file in Directory.GetFiles(Repository.PathOf($"samples/{name}")))
            consumer.AddFile(Path.GetFileName(file), File.ReadAllText(file).Replace(Named, $"Version=\"{PackageFolder.Version}\"", StringComparison.Ordinal));
        return consumer;
    }

    /// <summary>A program of a text, with packages.</summary>
    public static Consumer OfText(PackageFolder packages, string source, params string[] ids)
    {
        var consumer = new Consumer(packages);
        string references = string.Concat(ids.Select(id => $"""<PackageReference Include="{id}" Version="{PackageFolder.Version}" />"""));
        File.WriteAllText(consumer._folder["Program.cs"], source);
        File.WriteAllText(consumer._folder["Program.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """);
        return consumer;
    }

    /// <summary>Adds a source file.</summary>
    public void AddFile(string name, string text) => File.WriteAllText(_folder[name], text);

    /// <summary>Builds or publishes it to its folder <c>out</c>, for a framework and for how it is to run.</summary>
    public async Task<string> MakeAsync(string verb, string framework = "net10.0", params string[] options)
    {
        string project = Directory.GetFiles(Folder, "*.csproj").Single();
        File.WriteAllText(project, File.ReadAllText(project).Replace("net10.0", framework, StringComparison.Ordinal));
        return await Programs.DotnetAsync(
            Folder, _packages.Cache,
            [verb, "-c", "Release", "-o", "out", $"-p:RestoreAdditionalProjectSources={_packages.Path}", "-v", "q", .. options]);
    }

    /// <summary>The program that was made.</summary>
    public string Executable
    {
        get
        {
            string name = Path.GetFileNameWithoutExtension(Directory.GetFiles(Folder, "*.csproj").Single());
            return Path.Combine(Folder, "out", OperatingSystem.IsWindows() ? name + ".exe" : name);
        }
    }

    /// <summary>Runs it in the folder where it was made.</summary>
    public Task<string> RunAsync(params string[] arguments) => Programs.RunAsync(Path.Combine(Folder, "out"), Executable, arguments);

    /// <summary>Runs it with a variable of its environment.</summary>
    public Task<string> RunWithAsync(string variable, string value) => Programs.RunAsync(Path.Combine(Folder, "out"), Executable, (variable, value));

    /// <summary>Puts the first frames of the demo's clip, and its first mask, where the samples look for them.</summary>
    public void AddClip(int frames)
    {
        foreach (string folder in new[] { "frames", "truth" })
        {
            string to = Path.Combine(Folder, "out", "samples", "blackswan", folder);
            Directory.CreateDirectory(to);
            foreach (string file in Directory.GetFiles(Repository.PathOf($"samples/blackswan/{folder}")).Order().Take(frames))
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    /// <summary>Requires masks in a folder, of the swan: those of nothing are smaller, pictures larger.</summary>
    public void RequireMasks(string folder, string pattern, int count)
    {
        string[] masks = Directory.GetFiles(Path.Combine(Folder, "out", folder), pattern);
        Assert.Equal(count, masks.Length);
        Assert.All(masks, mask => Assert.InRange(new FileInfo(mask).Length, 1000, 4000));
    }

    public void Dispose() => _folder.Dispose();
}
