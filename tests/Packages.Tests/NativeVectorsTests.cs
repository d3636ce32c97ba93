using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LiVOS.Packages.Tests;

/// <summary>AVX2 and AVX-512 in one native program (release/vectors).</summary>
[Collection(nameof(PackageFolder))]
[Trait("Category", "Long")]
public sealed class NativeVectorsTests(PackageFolder packages)
{
    private const string NeedsLinux = "One file with AVX2 and AVX-512 is made on linux-x64.";

    /// <summary>Uses what each copy of the runtime has for itself: statics, a heap, threads, and a stack that it walks for exceptions.</summary>
    private const string Program = """
        using System.Runtime.Intrinsics;

        int caught = 0;
        Parallel.For(0, 8, number =>
        {
            try { throw new InvalidOperationException(new string('x', number)); }
            catch (InvalidOperationException exception) { Interlocked.Add(ref caught, exception.Message.Length); }
        });
        GC.Collect();
        Console.WriteLine($"{(Vector512.IsHardwareAccelerated ? 512 : 256)} bits, {caught}, {GC.CollectionCount(2)}, {Kept.Time.Year > 2000}");

        static class Kept { public static readonly DateTime Time = DateTime.Now; }
        """;

    [SkippableFact]
    public async Task One_program_takes_the_widest_vectors_of_the_processor()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, NeedsLinux);
        Skip.IfNot(NativeLinker.IsInstalled, "NativeAOT needs clang or gcc to link.");
        using Consumer consumer = Consumer.OfText(packages, Program);

        foreach ((string vectors, string level) in new[] { ("avx2", "x86-64-v3"), ("avx512", "x86-64-v4") })
        {
            string parts = Path.Combine(consumer.Folder, "parts", vectors);
            await consumer.MakeAsync(
                "publish", "net10.0", "-r", Consumer.Machine, "-p:PublishAot=true", $"-p:IlcInstructionSet={level}",
                $"-p:CppLinker={Repository.PathOf("release/vectors/link.sh")}", $"-p:NativeIntermediateOutputPath={parts}/",
                $"-p:NativeOutputPath={parts}/bin/");
        }

        Assert.Equal($"{(Vector512.IsHardwareAccelerated ? 512 : 256)} bits, 28, 1, True\n", await consumer.RunAsync());
        Assert.Equal("256 bits, 28, 1, True\n", await consumer.RunWithAsync("DOTNET_EnableAVX512", "0"));
    }
}
