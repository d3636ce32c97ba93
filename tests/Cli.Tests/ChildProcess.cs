using System.Diagnostics;

namespace LiVOS.Cli.Tests;

/// <summary>Runs programs in processes of their own.</summary>
internal static class ChildProcess
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "livos.dll");

    private static readonly string s_host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The program <c>livos</c>, as a shell starts it.</summary>
    public static string ShellCommand => $"'{s_host}' '{s_program}'";

    /// <summary>Whether a user may mount a disk in a namespace of the user's own.</summary>
    public static bool CanMount { get; } = OperatingSystem.IsLinux() && Try("unshare", "-Urm", "mount", "-t", "tmpfs", "none", "/mnt");

    /// <summary>Whether there is util-linux's <c>script</c>, which runs a program on a terminal.</summary>
    public static bool CanScript { get; } = OperatingSystem.IsLinux() && Try("script", "-qec", "true", "/dev/null");

    /// <summary>Starts <c>livos</c>.</summary>
    public static Process StartLivos(params string[] args) => Start(s_host, [s_program, .. args]);

    /// <summary>Starts <c>livos</c> with an environment variable more.</summary>
    public static Process StartLivos((string Name, string Value) variable, params string[] args) => Start(s_host, [s_program, .. args], variable);

    /// <summary>Starts <c>livos</c> with a standard input that the test writes.</summary>
    public static Process StartLivosWithInput(params string[] args) => Process.Start(
        new ProcessStartInfo(s_host, [s_program, .. args]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Starts <c>livos</c> as the first of a group of processes, as a terminal does.</summary>
    public static Process StartGroup(params string[] args) => Start("setsid", [s_host, s_program, .. args]);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Outcome> RunAsync(string program, params string[] args)
    {
        using Process process = Start(program, args);
        return await EndAsync(process);
    }

    /// <summary>Waits for a program's end.</summary>
    public static async Task<Outcome> EndAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
    }

    private static Process Start(string program, string[] args, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static bool Try(string program, params string[] args)
    {
        try
        {
            return RunAsync(program, args).GetAwaiter().GetResult().Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program
        }
    }
}
