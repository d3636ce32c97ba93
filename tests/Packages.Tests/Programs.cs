using System.Diagnostics;

namespace LiVOS.Packages.Tests;

/// <summary>Runs programs, each to its end.</summary>
internal static class Programs
{
    private static readonly string s_host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs <c>dotnet</c> in a folder, with packages restored to <paramref name="cache"/>. The user's packages are read, not changed.</summary>
    /// <returns>What it printed.</returns>
    public static Task<string> DotnetAsync(string folder, string cache, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(s_host, arguments) { WorkingDirectory = folder };
        string[] inherited = [.. start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (string name in inherited) start.Environment.Remove(name); // of the dotnet test that runs this
        start.Environment["NUGET_PACKAGES"] = cache;
        start.Environment["NUGET_FALLBACK_PACKAGES"] = UsersPackages;
        return RunAsync(start);
    }

    /// <summary>Runs a program that was built.</summary>
    /// <returns>What it printed.</returns>
    public static Task<string> RunAsync(string folder, string program, params IEnumerable<string> arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder });

    /// <summary>Runs a program that was built, with a variable of its environment.</summary>
    /// <returns>What it printed.</returns>
    public static Task<string> RunAsync(string folder, string program, (string Name, string Value) variable)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder };
        start.Environment[variable.Name] = variable.Value;
        return RunAsync(start);
    }

    private static string UsersPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static async Task<string> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        string printed = await output + await error;
        Assert.True(process.ExitCode == 0, $"{start.FileName} {string.Join(' ', start.ArgumentList)}: exit code {process.ExitCode}\n{printed}");
        return printed;
    }
}
