using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Tests;

/// <summary>Values as people type them.</summary>
public sealed class TypedValueTests : IDisposable
{
    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Theory]
    [InlineData("480", 480)]
    [InlineData("480p", 480)]
    [InlineData("480P", 480)]
    [InlineData("720px", 720)]
    [InlineData(" 1080 ", 1080)]
    [InlineData("1", 1)]
    [InlineData("32768", 32768)]
    [InlineData("native", null)]
    [InlineData("NATIVE", null)]
    [InlineData("original", null)]
    public void Sides(string text, int? pixels)
    {
        Assert.Null(FrameSide.Parse(text, out FrameSide side));
        Assert.Equal(pixels, side.Pixels);
    }

    [Theory]
    [InlineData("abc", "'abc' is not a size", "480", "native")]
    [InlineData("480.5", "not a size")]
    [InlineData("1e3", "not a size")]
    [InlineData("0", "'0' is not from 1 to 32768")]
    [InlineData("-5", "'-5' is not from 1 to 32768")]
    [InlineData("32769", "not from 1 to 32768")]
    [InlineData("2147483647", "not from 1 to 32768")]
    [InlineData("99999999999999999999999", "not from 1 to 32768")]
    [InlineData("480x854", "two sides", "480")]
    [InlineData("1920x1080", "two sides", "1080")]
    public async Task Invalid_sides(string text, params string[] words)
    {
        foreach (string command in new[] { "segment", "eval" })
        {
            Outcome outcome = await Livos.RunAsync(Complete(command, "--size", text));
            Assert.Equal(ExitCode.BadInput, outcome.Code);
            Assert.All([.. words, "--size"], word => Assert.Contains(word, outcome.Error));
            Assert.DoesNotContain("System.", outcome.Error);
        }
    }

    [Theory]
    [InlineData("480x854", 480, 854)]
    [InlineData("480X854", 480, 854)]
    [InlineData("480 x 854", 480, 854)]
    [InlineData("480×854", 480, 854)]
    [InlineData("480*854px", 480, 854)]
    public void Sizes(string text, int height, int width)
    {
        Assert.Null(FrameSize.Parse(text, out FrameSize size));
        Assert.Equal(new FrameSize(height, width), size);
    }

    [Theory]
    [InlineData("4GB", 4_000_000_000)]
    [InlineData("4 GB", 4_000_000_000)]
    [InlineData("4gb", 4_000_000_000)]
    [InlineData("4G", 4_000_000_000)]
    [InlineData("4GiB", 4L << 30)]
    [InlineData("4 GiB", 4L << 30)]
    [InlineData("4Gi", 4L << 30)]
    [InlineData("4000M", 4_000_000_000)]
    [InlineData("512MiB", 512L << 20)]
    [InlineData("1.5GB", 1_500_000_000)]
    [InlineData("4e9", 4_000_000_000)]
    [InlineData("4E+9", 4_000_000_000)]
    [InlineData("4000000000", 4_000_000_000)]
    [InlineData("4000000000b", 4_000_000_000)]
    [InlineData("1TB", 1_000_000_000_000)]
    [InlineData("1000000 kB", 1_000_000_000)]
    public void Amounts_of_memory(string text, long bytes)
    {
        Assert.Null(MemorySize.Parse(text, out long parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("4", "4 bytes", "4GB")]
    [InlineData("0GB", "too little")]
    [InlineData("10kB", "10.0 kB", "too little")]
    [InlineData("-4GB", "not an amount")]
    [InlineData("4XB", "not an amount")]
    [InlineData("much", "not an amount", "4GB")]
    [InlineData("1e300", "more memory than any machine has")]
    [InlineData("99999999999TB", "more memory than any machine has")]
    public async Task Invalid_amounts(string text, params string[] words)
    {
        foreach (string option in new[] { "--memory", "--memory-limit" })
        {
            Outcome outcome = await Livos.RunAsync(Complete("segment", option, text));
            Assert.Equal(ExitCode.BadInput, outcome.Code);
            Assert.All([.. words, option], word => Assert.Contains(word, outcome.Error));
            Assert.DoesNotContain("System.", outcome.Error);
        }
    }

    [Theory]
    [InlineData("--memory", "1", "MB")]
    [InlineData("--memory", "1MB")]
    [InlineData("--memory=1e6")]
    [InlineData("--memory-limit", "1000000")]
    public async Task A_limit_of_memory_holds(params string[] option) =>
        (await Livos.SegmentAsync(_clip, option)).RefusedWith("needs", "1.0 MB is available");

    [Theory]
    [InlineData("--threads", "0", "at least 1")]
    [InlineData("--threads", "-3", "at least 1")]
    [InlineData("--threads", "5000000", "at most")]
    [InlineData("--threads", "99999999999999999999", "at most")]
    [InlineData("--threads", "many", "'many'", "a whole number")]
    [InlineData("--threads", "2.5", "'2.5'", "a whole number")]
    [InlineData("--device", "abacus", "'abacus'", "livos devices")]
    [InlineData("--device", "cud", "Did you mean 'cuda'?")]
    [InlineData("--device", "cuda0", "Did you mean 'cuda:0'?")]
    [InlineData("--device", "CUDA 1", "Did you mean 'cuda:1'?")]
    [InlineData("--device", "0", "Did you mean 'cuda:0'?")]
    [InlineData("--device", "cuda:-1", "Did you mean 'cuda:1'?")]
    [InlineData("--device", "cuda:99999999999", "cuda:N")]
    [InlineData("--precision", "fp6", "fp32, tf32, fp16", "Did you mean 'fp16'?")]
    [InlineData("--schedule", "tpu", "cpu, gpu")]
    public async Task Other_invalid_values(string option, string text, params string[] words)
    {
        Outcome outcome = await Livos.RunAsync(Complete("segment", option, text));
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.All([.. words, option], word => Assert.Contains(word, outcome.Error));
        Assert.DoesNotContain("System.", outcome.Error);
    }

    [Theory]
    [InlineData("CPU")]
    [InlineData("Cpu")]
    [InlineData(" cpu ")]
    public async Task Devices_in_any_letters(string device) => (await Livos.RunAsync("plan", "--size", "48x48", "--device", device)).Succeeded();

    [Theory]
    [InlineData("auto", "cpu", "gpu", "cuda", "opencl", "cuda:0", "cuda:12", "opencl:3")]
    public void Device_names(params string[] names) => Assert.All(names, name => Assert.True(DeviceNames.IsName(name)));

    [Fact]
    public async Task A_gpu_is_taken_or_refused_with_what_to_do()
    {
        Outcome outcome = await Livos.RunAsync("plan", "--size", "48x48", "--device", "GPU");
        if (outcome.Code != ExitCode.Done) outcome.RefusedWith("GPU", "livos devices", "--device cpu");
    }

    [Fact]
    public async Task Words_in_any_letters()
    {
        (await Livos.RunAsync("plan", "--size", "48x48", "--variant", "ResNet18", "--precision", "FP32", "--schedule", "CPU")).Succeeded();
        Assert.StartsWith("// Labels.Argmax", (await Livos.RunAsync("kernels", "Argmax", "--as", "PTX")).Succeeded().Output);
    }

    [Fact]
    public async Task The_frames_own_size()
    {
        (await Livos.RunAsync("segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, "--size", "native")).Succeeded();
        Assert.Equal(4, _clip.Written.Length);
    }

    [Theory]
    [InlineData("--size=abc", "--size=abc")]
    [InlineData("'quoted'", "quoted")]
    [InlineData("\"quoted name\"", "quoted name")]
    [InlineData("--out=\"quoted\"", "--out=quoted")]
    [InlineData("--out:'quoted'", "--out:quoted")]
    [InlineData("folder/", "folder")]
    [InlineData("folder//", "folder")]
    [InlineData("--out=folder/", "--out=folder")]
    [InlineData("/", "/")]
    [InlineData("--", "--")]
    [InlineData("-o", "-o")]
    [InlineData("~user", "~user")]
    [InlineData("a~/b", "a~/b")]
    [InlineData("@name", "@name")]
    [InlineData("", "")]
    [InlineData("'", "'")]
    [InlineData("it's", "it's")]
    public void Quotes_and_separators(string typed, string meant) => Assert.Equal([meant], ShellText.Tidy([typed]));

    [Theory]
    [InlineData("~/clip", "", "/clip")]
    [InlineData("~", "", "")]
    [InlineData("--out=~/x/y", "--out=", "/x/y")]
    public void The_home_folder(string typed, string before, string after)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal([before + home + after], ShellText.Tidy([typed]));
    }

    [Fact]
    public async Task Names_with_separators_behind_and_quotes_around()
    {
        (await Livos.RunAsync("segment", _clip.Frames + "/", "--masks", $"'{_clip.MaskPath(0)}/'", $"--out=\"{_clip.Out}/\"", "--size", "48p")).Succeeded();
        Assert.Equal(4, _clip.Written.Length);
    }

    private string[] Complete(string command, params string[] more) => command == "eval"
        ? ["eval", "--dataset", "folder", "--root", _clip.Frames, "--out", _clip.Out, .. more]
        : [command, _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, .. more];
}
