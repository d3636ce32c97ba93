using System.Text.Json;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;

namespace LiVOS.Cli.Tests;

/// <summary>The commands beside <c>segment</c>, and what all of them share.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task Segment_reports_as_json()
    {
        JsonElement report = await JsonAsync("segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, "--size", "48", "--json");

        Assert.Equal(4, report.GetProperty("frames").GetInt32());
        Assert.Equal([1], report.GetProperty("object_ids").EnumerateArray().Select(id => id.GetInt32()));
        Assert.True(report.GetProperty("frames_per_second").GetDouble() > 0);
        Assert.True(report.GetProperty("network_frames_per_second").GetDouble() >= report.GetProperty("frames_per_second").GetDouble());
        Assert.InRange(report.GetProperty("start_up_seconds").GetDouble(), 1e-6, report.GetProperty("network_seconds").GetDouble());
        Assert.True(report.GetProperty("steady_frames_per_second").GetDouble() > 0);
        Assert.True(report.GetProperty("peak_memory_bytes").GetInt64() > 1_000_000);
    }

    [Fact]
    public async Task The_version_is_told_and_nothing_else()
    {
        Outcome outcome = (await Livos.RunAsync("--version")).Succeeded();
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\s*$", outcome.Output);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Plan_adds_up()
    {
        JsonElement report = await JsonAsync("plan", "--size", "96x128", "--objects", "2", "--variant", "resnet18", "--json");

        string[] parts = ["weight_bytes", "state_bytes", "arena_bytes", "buffer_bytes", "scratch_bytes", "host_bytes"];
        Assert.Equal(report.GetProperty("total_bytes").GetInt64(), parts.Sum(part => report.GetProperty(part).GetInt64()));
        Assert.All(report.GetProperty("largest_at_peak").EnumerateArray(), tensor => Assert.Equal(4, tensor.GetProperty("shape").GetArrayLength()));
        Assert.Contains("sum", (await Livos.RunAsync("plan", "--size", "96x128")).Succeeded().Output);
    }

    [Fact]
    public async Task Plan_fits_a_limit_with_bands_of_rows()
    {
        string[] command = ["plan", "--size", "1024x1820", "--variant", "resnet18"];
        long whole = (await JsonAsync([.. command, "--json"])).GetProperty("total_bytes").GetInt64();

        JsonElement banded = await JsonAsync([.. command, "--memory", $"{whole - 1}", "--json"]);

        Assert.InRange(banded.GetProperty("total_bytes").GetInt64(), 1_000_000, whole - 1);
        Assert.InRange(banded.GetProperty("bands").GetInt32(), 2, 32);
        Assert.InRange(banded.GetProperty("arithmetic_ratio").GetDouble(), 1.0001, 3);
        Assert.Contains("bands of rows", (await Livos.RunAsync([.. command, "--memory", $"{whole - 1}"])).Succeeded().Output);
        (await Livos.RunAsync([.. command, "--memory", "20MB"])).RefusedWith("--memory 20.0 MB is too little", "at least", "a smaller --size");
    }

    [Theory]
    [InlineData("480", "480")]
    [InlineData("0x4", "0x4")]
    [InlineData("4x-1", "4x-1")]
    [InlineData("99999x99999", "beyond any device")]
    public async Task Plan_refuses_invalid_sizes(string size, string complaint)
    {
        Outcome outcome = await Livos.RunAsync("plan", "--size", size);
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains(complaint, outcome.Error);
    }

    [Fact]
    public async Task Verify_agrees_with_the_recorded_numbers()
    {
        UseGoldens("small-64x96-3obj", "nano-blackswan");

        JsonElement report = await JsonAsync("verify", "--goldens", _clip["goldens"], "--json");

        Assert.True(report.GetProperty("right").GetBoolean());
        Assert.Equal(2, report.GetProperty("runs").GetArrayLength());
        Assert.All(report.GetProperty("runs").EnumerateArray(), run => Assert.InRange(run.GetProperty("probability_difference").GetDouble(), 1e-9, 1e-4));
    }

    [Fact]
    public async Task Verify_can_fail()
    {
        UseGoldens("small-64x96-3obj");

        Outcome outcome = await Livos.RunAsync("verify", "--goldens", _clip["goldens"], "--weights-seed", "12345");

        Assert.Equal(ExitCode.Fault, outcome.Code);
        Assert.Contains("wrong", outcome.Output);
    }

    [Fact]
    public async Task Verify_needs_recorded_runs()
    {
        (await Livos.RunAsync("verify", "--goldens", _clip["none"])).RefusedWith(_clip["none"], "--goldens");
        Directory.CreateDirectory(_clip["goldens"]);
        File.Copy(BundledFiles.Weights, _clip["goldens/weights.safetensors"]);
        (await Livos.RunAsync("verify", "--goldens", _clip["goldens"])).RefusedWith("weights.safetensors", "not a golden file");
    }

    [Fact]
    public async Task The_converters_commands_are_there()
    {
        JsonElement report = await JsonAsync("inspect", BundledFiles.Weights, "--json");
        Assert.True(report.GetProperty("usable").GetBoolean());
        Assert.Contains("convert", (await Livos.RunAsync()).Succeeded().Output);
    }

    [Theory]
    [InlineData("segment")]
    [InlineData("nonsense")]
    [InlineData("demo", "--device", "abacus")]
    [InlineData("demo", "--threads", "0")]
    [InlineData("plan", "--size", "1x1", "--variant", "base", "--weights", "x")]
    public async Task A_command_line_that_makes_no_sense(params string[] args)
    {
        Outcome outcome = await Livos.RunAsync(args);
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains("--help", outcome.Error);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void The_programs_own_faults_are_not_the_users()
    {
        var fault = new NotSupportedException("a kernel of groups");
        Assert.Equal(ExitCode.Fault, Failure.ExitCodeOf(fault));
        Assert.Contains("a kernel of groups", Failure.Describe(fault));
    }

    private void UseGoldens(params string[] names)
    {
        Directory.CreateDirectory(_clip["goldens"]);
        foreach (string name in names) File.Copy(Path.Combine(BundledFiles.Goldens, name + ".safetensors"), _clip[$"goldens/{name}.safetensors"]);
    }

    private static async Task<JsonElement> JsonAsync(params string[] args)
    {
        Outcome outcome = (await Livos.RunAsync(args)).Succeeded();
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        return document.RootElement.Clone();
    }
}
