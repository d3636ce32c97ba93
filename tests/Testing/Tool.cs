using System.Diagnostics;
using Xunit;

namespace LiVOS.Testing;

/// <summary>A compiler for GPUs that needs no card, where it is installed.</summary>
/// <param name="name">The program.</param>
/// <param name="folders">Where it may be beside the path.</param>
/// <param name="arguments">Its arguments; the source comes from standard input.</param>
public sealed class Tool(string name, IEnumerable<string> folders, params string[] arguments)
{
    private readonly string? _path = ProgramPath.Of(name, folders);

    /// <summary>Clang for OpenCL C 2.0 with generic addresses, which ILGPU needs; PoCL brings a Clang, but has none of these.</summary>
    public static Tool Clang { get; } = new(
        "clang", Directory.Exists("/usr/lib") ? Directory.EnumerateDirectories("/usr/lib", "llvm-*").Select(folder => Path.Combine(folder, "bin")) : [],
        "-x", "cl", "-cl-std=CL2.0", "--target=spir64-unknown-unknown", "-Xclang", "-finclude-default-header", "-fsyntax-only", "-");

    /// <summary>Skips a test where there is none.</summary>
    public void SkipIfMissing() => Skip.If(_path is null, $"There is no {name} on the path.");

    /// <summary>Compiles a source, which must succeed.</summary>
    /// <param name="source">The text.</param>
    /// <param name="more">More arguments.</param>
    public async Task RunAsync(string source, params string[] more)
    {
        var start = new ProcessStartInfo(_path!, [.. more, .. arguments]) { RedirectStandardInput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> log = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(source);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await log);
    }
}
