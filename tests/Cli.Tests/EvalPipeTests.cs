using LiVOS.Evaluation.Tests;

namespace LiVOS.Cli.Tests;

/// <summary>A named pipe in the place of a file that <c>eval</c> or <c>score</c> reads is refused at once: nobody may ever write to it.</summary>
public sealed class EvalPipeTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private TinyDataSet _data = new();

    public void Dispose() => _data.Dispose();

    [SkippableTheory]
    [InlineData("d16-val", "ImageSets/2016/val.txt")]
    [InlineData("d17-val", "ImageSets/2017/val.txt")]
    [InlineData("d17-test-dev", "ImageSets/2017/test-dev.txt")]
    [InlineData("y18-val", "valid/meta.json")]
    [InlineData("y19-val", "valid/meta.json")]
    [InlineData("generic", "Annotations/bear/00000.png")]
    [InlineData("generic", "JPEGImages/bear/00003.jpg")]
    [InlineData("burst-val", "annotations/first_frame_annotations/val.json", "val/first_frame_annotations.json")]
    public async Task A_pipe_in_a_data_set(string layout, params string[] places)
    {
        Begin(layout);
        string path = places.Select(_data.In).FirstOrDefault(File.Exists) ?? Directory.GetFiles(_data.Root, "*.json", SearchOption.AllDirectories)[0];
        ReplaceByPipe(path);
        (await EvalAsync(layout)).RefusedWith(path);
        Assert.False(Path.Exists(_data.Out));
    }

    [SkippableTheory]
    [InlineData("run.json")]
    [InlineData("run.lock")]
    [InlineData("complete/bear.json")]
    public async Task A_pipe_among_the_results(string name)
    {
        Begin("generic");
        (await EvalAsync("generic")).RequireDone();
        ReplaceByPipe(Path.Combine(_data.Out, name));
        (await EvalAsync("generic")).RefusedWith(Path.Combine(_data.Out, name));
    }

    [SkippableFact]
    public async Task A_pipe_as_a_subset()
    {
        Begin("generic");
        ReplaceByPipe(_data["subset"]);
        Task<Outcome> score = Livos.RunAsync("score", "--truth", _data.In("Annotations"), "--masks", _data.In("Annotations"), "--subset", _data["subset"]);
        (await score.WaitAsync(s_patience)).RefusedWith(_data["subset"], "pipe");
    }

    [SkippableFact]
    public async Task A_pipe_that_a_shell_made_for_the_subset_is_read()
    {
        Begin("generic");
        string annotations = _data.In("Annotations");
        Outcome outcome = await ChildProcess.RunAsync(
            "bash", "-c", $"{ChildProcess.ShellCommand} score --truth '{annotations}' --masks '{annotations}' --json --subset <(echo bear)");
        Assert.Contains("\"bear\"", outcome.RequireDone().Output);
        Assert.DoesNotContain("\"apple\"", outcome.Output);
    }

    private void Begin(string layout)
    {
        Skip.If(OperatingSystem.IsWindows(), "mkfifo makes the pipes.");
        _data.Dispose();
        _data = new TinyDataSet(layout);
    }

    private Task<Outcome> EvalAsync(string layout) => Livos.RunAsync(
        "eval", "--dataset", layout, "--root", _data.Root, "--out", _data.Out, "--device", "cpu", "--size", "48").WaitAsync(s_patience);

    private static void ReplaceByPipe(string path)
    {
        File.Delete(path);
        Assert.Equal(0, ChildProcess.RunAsync("mkfifo", path).Result.Code);
    }
}
