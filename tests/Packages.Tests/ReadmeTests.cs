using System.Runtime.InteropServices;

namespace LiVOS.Packages.Tests;

/// <summary>The README's program, from the packages: as it is, trimmed, and as native code.</summary>
[Collection(nameof(PackageFolder))]
[Trait("Category", "Long")]
public sealed class ReadmeTests(PackageFolder packages)
{
    private const int Frames = 3;

    [Fact]
    public async Task It_runs() => await RunAsync("build", "net10.0");

    /// <summary>On the oldest framework, which this machine need not have: it comes with the program.</summary>
    [Fact]
    public async Task It_runs_trimmed() =>
        await RunAsync("publish", "net9.0", "-r", Consumer.Machine, "--self-contained", "-p:PublishTrimmed=true", "-p:TrimMode=full");

    [SkippableFact]
    public async Task It_runs_as_native_code()
    {
        Skip.IfNot(OperatingSystem.IsWindows() || NativeLinker.IsInstalled, "NativeAOT needs clang or gcc to link.");
        string levels = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "x86-64-v3" : "";
        await RunAsync("publish", "net10.0", "-r", Consumer.Machine, "-p:PublishAot=true", $"-p:IlcInstructionSet={levels}");
    }

    private async Task RunAsync(string verb, string framework, params string[] options)
    {
        using Consumer consumer = Consumer.OfText(packages, ReadmeSample.Program, "LiVOS.Video", "LiVOS.Models.Small");
        await consumer.MakeAsync(verb, framework, options);
        consumer.AddClip(Frames);
        await consumer.RunAsync();
        consumer.RequireMasks(".", "masks-*.png", Frames);
    }
}
