using System.Diagnostics;

namespace LiVOS.Runtime.Tests;

/// <summary>Kernels have no checks in a program's first kernel either, as the compiler's listing of it shows.</summary>
public sealed class FirstKernelTests
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "LiVOS.FirstKernel.dll");

    [Fact]
    public void A_programs_first_kernel_has_no_checks() => Assert.DoesNotContain("KernelChecks", ListingOfSum([s_program]));

    [Fact]
    public void A_program_may_ask_for_checks()
    {
        using var folder = new TemporaryFolder();
        string settings = folder["checked.runtimeconfig.json"];
        string given = File.ReadAllText(Path.ChangeExtension(s_program, ".runtimeconfig.json"));
        File.WriteAllText(settings, given.Replace("\"configProperties\": {", "\"configProperties\": { \"LiVOS.KernelChecks\": true,"));
        Assert.Contains("KernelChecks", ListingOfSum(["exec", "--runtimeconfig", settings, s_program]));
    }

    private static string ListingOfSum(string[] arguments)
    {
        using var folder = new TemporaryFolder();
        string listing = folder["listing.txt"];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { RedirectStandardError = true };
        start.Environment["DOTNET_JitDisasm"] = "Sum";
        start.Environment["DOTNET_JitStdOutFile"] = listing;
        using Process process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();

        string text = File.ReadAllText(listing);
        Assert.Contains("; Assembly listing for method Kernels:Sum", text);
        return text;
    }
}
