using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LiVOS.Kernels.Tests;

/// <summary>The kernels on a processor of the ARM64 kind, which QEMU emulates: the same cases, with vectors of 128 bits (AdvSimd) and one by one.</summary>
[Trait("Category", "Long")]
public sealed class EmulatedArmTests
{
    private const string Libraries = "/usr/aarch64-linux-gnu";

    private static readonly string? s_qemu = ProgramPath.Of("qemu-aarch64");

    [SkippableFact]
    public async Task The_processors_cases_hold_there()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && s_qemu is not null, "qemu-aarch64 is not installed (Debian's qemu-user).");
        Skip.IfNot(
            File.Exists($"{Libraries}/lib/libc.so.6") && File.Exists($"{Libraries}/lib/libstdc++.so.6"),
            "There are no libraries for it (Debian's libc6-arm64-cross and libstdc++6-arm64-cross).");
        using var folder = new TemporaryFolder();
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string runner = Repository.PathOf("tests/ProcessorCases");
        (int code, string printed) = await RunAsync(
            host, "publish", runner, "-c", "Release", "-r", "linux-arm64", "--self-contained", "-o", folder["out"], "-v", "q");
        Skip.If(Regex.IsMatch(printed, "NU110[12]"), "The runtime's package for linux-arm64 is not to be had.");
        Assert.True(code == 0, printed);

        // A processor without SVE; QEMU does not see code that is written through a second mapping.
        (code, printed) = await RunAsync(
            s_qemu!, "-cpu", "cortex-a72", "-L", Libraries, folder["out/LiVOS.ProcessorCases"], typeof(EmulatedArmTests).Assembly.Location);

        Assert.True(code == 0, printed);
        Match counted = Regex.Match(printed, @"^(\d+) passed, 0 failed on Arm64$", RegexOptions.Multiline);
        Assert.True(counted.Success && int.Parse(counted.Groups[1].Value) > 500, printed);
    }

    private static async Task<(int Code, string Printed)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] inherited = [.. start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (string name in inherited) start.Environment.Remove(name); // of the dotnet test that runs this
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["LIVOS_TEST_DEVICES"] = "cpu";
        start.Environment.Remove("LIVOS_LONG_TESTS");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
