using System.Text;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Evaluation.Tests;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>Evaluations that are stopped, that go on, and that cannot be run.</summary>
public sealed class EvalRunTests : IDisposable
{
    private const string Name = "mose-val";

    private readonly TinyDataSet _data = new(Name);

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_with_the_clips_that_are_not_complete()
    {
        await EvalTests.EvalAsync(_data, Name, "--size", "48");
        byte[][] expected = [.. Masks.Select(File.ReadAllBytes)];
        Directory.Delete(_data.Out, recursive: true);

        using var stop = new CancellationTokenSource();
        StringWriter output = new();
        int code = await LivosCommand.RunAsync(Command("--size", "48"), output, new StopAfter("1 of 2 clips", stop, out StringBuilder error), stop.Token);

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Contains($"Stopped: 1 of 2 clips are complete in '{_data.Out}'; the same command goes on", error.ToString());
        Assert.Empty(output.ToString());
        Assert.Equal(["apple.json"], EvalTests.FilesIn(Path.Combine(_data.Out, "complete")));
        Assert.Empty(Directory.GetFiles(_data.Out, "*.zip"));
        string[] apple = Directory.GetFiles(Path.Combine(_data.Out, "Annotations/apple"));
        DateTime[] times = [.. apple.Select(File.GetLastWriteTimeUtc)];
        Png.WriteMask(MaskFile("bear", 0), new IndexMask(4, 4, new int[16])); // as a clip that was interrupted leaves some

        var report = await EvalTests.EvalAsync(_data, Name, "--size", "48");

        Assert.Equal(1, report.GetProperty("clips_run").GetInt32());
        Assert.Equal(times, apple.Select(File.GetLastWriteTimeUtc));
        Assert.Equal(expected, Masks.Select(File.ReadAllBytes));
        Assert.True(File.Exists(Path.Combine(_data.Out, Name + ".zip")));
    }

    [Fact]
    public async Task A_process_that_is_stopped_by_a_signal_can_go_on()
    {
        using var process = ChildProcess.StartLivos(Command()); // at 480: slow enough to be hit
        Task<Outcome> end = ChildProcess.EndAsync(process);
        while (!end.IsCompleted && !File.Exists(MaskFile("apple", 1))) await Task.Delay(2);
        await ChildProcess.RunAsync("kill", "-INT", $"{process.Id}");
        Outcome outcome = await end;
        Assert.True(outcome.Code == ExitCode.Interrupted, $"{outcome.Code}: {outcome.Error}");
        Assert.DoesNotContain(EvalTests.FilesIn(_data.Out), file => file.EndsWith(".tmp", StringComparison.Ordinal));

        var report = await EvalTests.EvalAsync(_data, Name);

        Assert.InRange(report.GetProperty("clips_run").GetInt32(), 1, 2);
        Assert.Equal(2 * TinyDataSet.Frames, Masks.Length);
    }

    [Fact]
    public async Task A_clip_that_lost_a_mask_or_its_record_is_not_complete()
    {
        await EvalTests.EvalAsync(_data, Name, "--size", "48");
        File.Delete(MaskFile("apple", 3));
        File.WriteAllText(Path.Combine(_data.Out, "complete/bear.json"), "{");

        var report = await EvalTests.EvalAsync(_data, Name, "--size", "48");

        Assert.Equal(2, report.GetProperty("clips_run").GetInt32());
        Assert.True(File.Exists(MaskFile("apple", 3)));
    }

    [Fact]
    public async Task Results_of_different_evaluations_are_not_mixed()
    {
        await EvalTests.EvalAsync(_data, Name, "--size", "48");

        (await Livos.RunAsync(Command("--size", "64"))).RefusedWith(_data.Out, "another evaluation", "48");
        File.Copy(BundledFiles.Weights, _data["weights.safetensors"]);
        await EvalTests.EvalAsync(_data, Name, "--size", "48", "--weights", _data["weights.safetensors"]); // the same by another name
    }

    [Fact]
    public async Task Nothing_is_written_among_what_is_read()
    {
        string[] before = EvalTests.FilesIn(_data.Root);

        (await RunAsync(_data.In("valid"))).RefusedWith(_data.In("valid"), "another folder");
        (await RunAsync(_data.In("valid/JPEGImages"))).RefusedWith(_data.In("valid/JPEGImages"), "another folder");

        Assert.Equal(before, EvalTests.FilesIn(_data.Root));

        Task<Outcome> RunAsync(string folder) => Livos.RunAsync("eval", "--dataset", Name, "--root", _data.Root, "--out", folder);
    }

    [Fact]
    public async Task All_faults_are_reported_before_anything_is_written()
    {
        File.Delete(_data.In("valid/Annotations/apple/00000.png"));
        Png.Write(_data.In("valid/JPEGImages/bear/00002.jpg"), new Picture(8, 8));

        Outcome outcome = await Livos.RunAsync(Command());

        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.All(
            new[] { "2 problems", _data.In("valid/Annotations/apple"), _data.In("valid/JPEGImages/bear/00002.jpg") },
            part => Assert.Contains(part, outcome.Error));
        Assert.False(Directory.Exists(_data.Out));
    }

    [Fact]
    public async Task Memory_and_weights_are_checked_first()
    {
        (await Livos.RunAsync(Command("--device", "cpu", "--memory-limit", "1000000"))).RefusedWith("needs", "1 object at 640x480");
        (await Livos.RunAsync(Command("--device", "cpu", "--weights", _data["none"]))).RefusedWith(_data["none"]);
        (await Livos.RunAsync(Command("--report", _data["none/page.html"]))).RefusedWith(_data["none/page.html"], "folder does not exist");
        Assert.False(Directory.Exists(Path.Combine(_data.Out, "Annotations/apple")));
    }

    private string[] Masks => [.. EvalTests.FilesIn(Path.Combine(_data.Out, "Annotations")).Select(file => Path.Combine(_data.Out, "Annotations", file))];

    private string MaskFile(string clip, int frame) => Path.Combine(_data.Out, "Annotations", clip, $"{frame:00000}.png");

    private string[] Command(params string[] more) => ["eval", "--dataset", Name, "--root", _data.Root, "--out", _data.Out, .. more];

    /// <summary>Takes messages, and stops the program when one says that.</summary>
    private sealed class StopAfter : StringWriter
    {
        private readonly string _text;
        private readonly CancellationTokenSource _stop;

        public StopAfter(string text, CancellationTokenSource stop, out StringBuilder written) =>
            (_text, _stop, written) = (text, stop, GetStringBuilder());

        public override void Write(string? value)
        {
            base.Write(value);
            StopAfterText();
        }

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            StopAfterText();
        }

        private void StopAfterText()
        {
            if (ToString().Contains(_text, StringComparison.Ordinal)) _stop.Cancel();
        }
    }
}
