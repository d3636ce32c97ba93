using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Tests;

/// <summary>Native libraries that lie in the current folder (docs/security.md).</summary>
public sealed class LibraryTests : IDisposable
{
    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [SkippableFact]
    public async Task A_library_in_the_current_folder_is_not_loaded()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The loader's log is that of glibc.");
        string[] names = ["libOpenCL.so.1", "libOpenCL.so", "libcuda.so.1", "libcuda.so", "libturbojpeg.so.0", "libturbojpeg.so", "libc.so"];
        foreach (string name in names) File.WriteAllText(_clip[name], "not a library");

        // The loader tells each file that it tries.
        Outcome outcome = await ChildProcess.RunAsync(
            "sh", "-c",
            $"cd '{_clip[""]}' && LD_DEBUG=files,libs {ChildProcess.ShellCommand} segment frames --masks masks --out out --size 48 --device cpu && "
                + $"LD_DEBUG=files,libs {ChildProcess.ShellCommand} devices");

        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);
        Assert.Contains("trying file=", outcome.Error);
        Assert.Contains("libOpenCL", outcome.Error);
        Assert.DoesNotMatch(@"(trying file=|calling init: )(\./)?lib", outcome.Error);
        Assert.DoesNotContain(_clip["lib"], outcome.Error);
    }
}
