using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Tests;

/// <summary>Runs the program within the tests' process.</summary>
internal static class Livos
{
    private static readonly string[] s_computing = ["segment", "click", "demo", "plan", "verify"];

    /// <summary>Runs a command line; on the device cpu, where it names none.</summary>
    public static Task<Outcome> RunAsync(params string[] args) =>
        RunAsItStandsAsync(args.Length > 0 && s_computing.Contains(args[0]) && !args.Contains("--device") ? [.. args, "--device", "cpu"] : args);

    /// <summary>Runs a command line.</summary>
    public static async Task<Outcome> RunAsItStandsAsync(params string[] args)
    {
        StringWriter output = new(), error = new();
        int code = await LivosCommand.RunAsync(args, output, error);
        return new Outcome(code, output.ToString(), error.ToString()) { TellsPlan = args is ["segment" or "demo", ..] };
    }

    /// <summary>Segments a clip at a small size.</summary>
    public static Task<Outcome> SegmentAsync(MadeUpClip clip, params string[] more) =>
        RunAsync(["segment", clip.Frames, "--masks", clip.Masks, "--out", clip.Out, "--size", "48", .. more]);
}

/// <summary>How a run of the program ended.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">What it wrote to the standard output.</param>
/// <param name="Error">What it wrote to the standard error.</param>
internal sealed record Outcome(int Code, string Output, string Error)
{
    /// <summary>Whether the command tells what it will do on the standard error.</summary>
    public bool TellsPlan { get; init; }

    /// <summary>The run did what it was asked to.</summary>
    public Outcome Succeeded()
    {
        Assert.True(Code == ExitCode.Done, $"exit code {Code}: {Error}");
        if (!TellsPlan) Assert.Empty(Error);
        return this;
    }

    /// <summary>The run did what it was asked to, and may have told its progress.</summary>
    public Outcome RequireDone()
    {
        Assert.True(Code == ExitCode.Done, $"exit code {Code}: {Error}");
        return this;
    }

    /// <summary>The run was refused, and no fault of the program told.</summary>
    public void RequireRefused()
    {
        Assert.True(Code == ExitCode.BadInput, $"exit code {Code}: {Error}");
        Assert.DoesNotContain("   at ", Error);
        Assert.NotEmpty(Error);
    }

    /// <summary>The run was refused, and among its faults, a line each, are these.</summary>
    public void RefusedWithFaults(params string[] faults)
    {
        RequireRefused();
        string[] lines = Error.TrimEnd().Split('\n');
        Assert.All(faults, fault => Assert.Single(lines, line => line.Contains(fault)));
        Assert.Empty(Output);
    }

    /// <summary>The run was refused, and the first line says this: the second may lead to the usage.</summary>
    public void RefusedFirstWith(string sentence)
    {
        RequireRefused();
        Assert.Equal(sentence, Error.Split('\n')[0]);
    }

    /// <summary>The run was refused in one sentence that says all of this.</summary>
    public void RefusedWith(params string[] parts)
    {
        Assert.True(Code == ExitCode.BadInput, $"exit code {Code}: {Error}");
        string[] lines = Error.TrimEnd().Split('\n');
        if (TellsPlan && lines[0].Contains(" frames of ")) lines = lines[^1..]; // the plan was told before
        Assert.All(parts, part => Assert.Contains(part, Assert.Single(lines)));
        Assert.Empty(Output);
    }
}
