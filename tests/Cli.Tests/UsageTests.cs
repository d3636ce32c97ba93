using System.CommandLine;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Tests;

/// <summary>Command lines that cannot be run: what they say, and what they suggest.</summary>
public sealed class UsageTests
{
    /// <summary>Every command with its arguments, and every option and argument that takes text. (Kdenlive leaves some of automask's empty.)</summary>
    public static TheoryData<string, string> Texts()
    {
        TheoryData<string, string> texts = [];
        foreach (Command command in LivosCommand.Create().Subcommands)
        {
            foreach (Argument argument in command.Arguments) texts.Add(command.Name, argument.Name);
            foreach (Option option in command.Options.Where(option => option.Arity.MinimumNumberOfValues > 0))
                texts.Add(command.Name, option.Name);
        }

        return texts;
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Nothing_empty_is_taken(string command, string name)
    {
        foreach (string empty in new[] { "", " ", "\t" })
        {
            Outcome outcome = await Livos.RunAsItStandsAsync(
                name.StartsWith('-')
                    ? [command, name, empty]
                    : [command, .. Enumerable.Repeat(empty, LivosCommand.Create().Subcommands.Single(known => known.Name == command).Arguments.Count)]);

            Assert.Equal(ExitCode.BadInput, outcome.Code);
            Assert.Contains($"{name} is empty", outcome.Error);
            Assert.DoesNotContain("   at ", outcome.Error);
        }
    }

    [Fact]
    public async Task Nothing_behind_an_equals_sign_is_empty_too() =>
        Assert.Contains("--masks is empty", (await Livos.RunAsync("segment", "f", "--masks=", "--out", "o")).Error);

    [Theory]
    [InlineData("segment", "--mask", "--masks")]
    [InlineData("segment", "--Masks", "--masks")]
    [InlineData("segment", "-m", "--masks")]
    [InlineData("segment", "--annotations", "--masks")]
    [InlineData("segment", "-o", "--out")]
    [InlineData("segment", "--output", "--out")]
    [InlineData("segment", "--output_dir", "--out")]
    [InlineData("segment", "--weight", "--weights")]
    [InlineData("segment", "--model", "--weights")]
    [InlineData("plan", "--model", "--variant")]
    [InlineData("segment", "--gpu", "--device gpu")]
    [InlineData("segment", "--cpu", "--device cpu")]
    [InlineData("segment", "--cuda", "--device cuda")]
    [InlineData("segment", "--fp16", "--precision fp16")]
    [InlineData("segment", "--resolution", "--size")]
    [InlineData("segment", "--ram", "--memory")]
    [InlineData("segment", "--thread", "--threads")]
    [InlineData("segment", "--workers", "--threads")]
    [InlineData("segment", "--overlays", "--overlay")]
    [InlineData("segment", "--prec", "--precision")]
    [InlineData("eval", "--data-root", "--root")]
    [InlineData("eval", "-j", "--threads")]
    [InlineData("score", "--gt", "--truth")]
    [InlineData("score", "--pred", "--masks")]
    [InlineData("score", "--html", "--report")]
    [InlineData("convert", "--fp16", "--half")]
    [InlineData("devices", "--jsn", "--json")]
    public async Task An_unknown_option_gets_the_nearest_one(string command, string typed, string meant)
    {
        foreach (string[] rest in new string[][] { [typed, "0"], ["x", typed, "0"], [$"{typed}=0"] })
        {
            Outcome outcome = await Livos.RunAsItStandsAsync([command, .. rest]);
            Assert.Equal(ExitCode.BadInput, outcome.Code);
            Assert.Contains($"livos {command} has no option {typed}. Did you mean '{meant}'?", outcome.Error);
            Assert.Contains($"Run 'livos {command} --help' for usage.", outcome.Error);
            Assert.Empty(outcome.Output);
        }
    }

    [Theory]
    [InlineData("It is an option of livos eval", "segment", "--dataset", "d17-val")]
    [InlineData("Give it after the command: livos segment --masks", "--masks", "m", "segment", "f")]
    [InlineData("livos segment has no option --zzzzzzzzz.", "segment", "f", "--zzzzzzzzz")]
    public async Task An_option_of_another_place(string complaint, params string[] args)
    {
        Outcome outcome = await Livos.RunAsItStandsAsync(args);
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains(complaint, outcome.Error);
    }

    [Theory]
    [InlineData("segmnt", "livos segment")]
    [InlineData("Segment", "livos segment")]
    [InlineData("track", "livos segment")]
    [InlineData("evaluate", "livos eval")]
    [InlineData("device", "livos devices")]
    [InlineData("kernel", "livos kernels")]
    [InlineData("insepct", "livos inspect")]
    [InlineData("help", "livos --help")]
    [InlineData("version", "livos --version")]
    public async Task An_unknown_command_gets_the_nearest_one(string typed, string meant)
    {
        Outcome outcome = await Livos.RunAsItStandsAsync(typed, "x", "--masks", "y");
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Equal($"There is no command '{typed}'. Did you mean '{meant}'?\nRun 'livos --help' for usage.\n", outcome.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_clip_without_a_command()
    {
        string folder = Path.GetTempPath().TrimEnd('/');
        Assert.Contains($"Did you mean 'livos segment {folder}'?", (await Livos.RunAsItStandsAsync(folder)).Error);
    }

    [Fact]
    public async Task An_argument_too_many() =>
        Assert.Contains(
            "'b' is one argument too many: livos segment takes CLIP", (await Livos.RunAsync("segment", "a", "b", "--masks", "m", "--out", "o")).Error);

    [Theory]
    [InlineData("@clip")]
    [InlineData("@")]
    public async Task A_name_with_an_at_sign_is_a_name(string name) =>
        (await Livos.RunAsync("segment", name, "--masks", "m", "--out", "o")).RefusedWithFaults($"There is no folder or video '{name}'");

    [Fact]
    public async Task Behind_two_dashes_everything_is_a_name() =>
        (await Livos.RunAsItStandsAsync("segment", "--masks", "m", "--out", "o", "--device", "cpu", "--", "-clip"))
            .RefusedWithFaults("There is no folder or video '-clip'");

    [Fact]
    public async Task Help_says_that_small_frames_are_enlarged()
    {
        Assert.Contains("smaller frames are enlarged", (await Livos.RunAsItStandsAsync("segment", "--help")).Succeeded().Output);
        Assert.Contains("enlarged", (await Livos.RunAsItStandsAsync("--help")).Succeeded().Output);
    }
}
