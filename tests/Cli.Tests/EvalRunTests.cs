using System.Text;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Evaluation.Tests;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>Evaluations that are stopped, that go on, and that cannot be run.</summary>
public sealed class EvalRunTests : IDisposable
{
    const string Name = "mose-val";

    readonly TinyDataSet data = new(Name);

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_with_the_clips_that_are_not_complete()
    {
        await EvalTests.EvalAsync(data, Name, "--size", "48");
        byte[][] expected = [.. Masks.Select(File.ReadAllBytes)];
        Directory.Delete(data.Out, recursive: true);

        using var stop = new CancellationTokenSource();
        StringWriter output = new();
        int code = await LivosCommand.RunAsync(Command("--size", "48"), output, new StopAfter("1 of 2 clips", stop, out StringBuilder error), stop.Token);

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Contains($"Stopped: 1 of 2 clips are complete in '{data.Out}'; the same command goes on", error.ToString());
        Assert.Empty(output.ToString());
        Assert.Equal(["apple.json"], EvalTests.FilesIn(Path.Combine(data.Out, "complete")));
        Assert.Empty(Directory.GetFiles(data.Out, "*.zip"));
        string[] apple = Directory.GetFiles(Path.Combine(data.Out, "Annotations/apple"));
        DateTime[] times = [.. apple.Select(File.GetLastWriteTimeUtc)];
        Png.WriteMask(MaskFile("bear", 0), new IndexMask(4, 4, new int[16])); // as a clip that was interrupted leaves some

        var report = await EvalTests.EvalAsync(data, Name, "--size", "48");

        Assert.Equal(1, report.GetProperty("clips_run").GetInt32());
        Assert.Equal(times, apple.Select(File.GetLastWriteTimeUtc));
        Assert.Equal(expected, Masks.Select(File.ReadAllBytes));
        Assert.True(File.Exists(Path.Combine(data.Out, Name + ".zip")));
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
        Assert.DoesNotContain(EvalTests.FilesIn(data.Out), file => file.EndsWith(".tmp", StringComparison.Ordinal));

        var report = await EvalTests.EvalAsync(data, Name);

        Assert.InRange(report.GetProperty("clips_run").GetInt32(), 1, 2);
        Assert.Equal(2 * TinyDataSet.Frames, Masks.Length);
    }

    [Fact]
    public async Task A_clip_that_lost_a_mask_or_its_record_is_not_complete()
    {
        await EvalTests.EvalAsync(data, Name, "--size", "48");
        File.Delete(MaskFile("apple", 3));
        File.WriteAllText(Path.Combine(data.Out, "complete/bear.json"), "{");

        var report = await EvalTests.EvalAsync(data, Name, "--size", "48");

        Assert.Equal(2, report.GetProperty("clips_run").GetInt32());
        Assert.True(File.Exists(MaskFile("apple", 3)));
    }

    [Fact]
    public async Task Results_of_different_evaluations_are_not_mixed()
    {
        await EvalTests.EvalAsync(data, Name, "--size", "48");

        (await Livos.RunAsync(Command("--size", "64"))).RefusedWith(data.Out, "another evaluation", "48");
        File.Copy(BundledFiles.Weights, data["weights.safetensors"]);
        await EvalTests.EvalAsync(data, Name, "--size", "48", "--weights", data["weights.safetensors"]); // the same by another name
    }

    [Fact]
    public async Task Nothing_is_written_among_what_is_read()
    {
        string[] before = EvalTests.FilesIn(data.Root);

        (await RunAsync(data.In("valid"))).RefusedWith(data.In("valid"), "another folder");
        (await RunAsync(data.In("valid/JPEGImages"))).RefusedWith(data.In("valid/JPEGImages"), "another folder");

        Assert.Equal(before, EvalTests.FilesIn(data.Root));

        Task<Outcome> RunAsync(string folder) => Livos.RunAsync("eval", "--dataset", Name, "--root", data.Root, "--out", folder);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_before_anything_is_written()
    {
        File.Delete(data.In("valid/Annotations/apple/00000.png"));
        Png.Write(data.In("valid/JPEGImages/bear/00002.jpg"), new Picture(8, 8));

        Outcome outcome = await Livos.RunAsync(Command());

        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.All(
            new[] { "2 problems", data.In("valid/Annotations/apple"), data.In("valid/JPEGImages/bear/00002.jpg") },
            part => Assert.Contains(part, outcome.Error));
        Assert.False(Directory.Exists(data.Out));
    }

    [Fact]
    public async Task Memory_and_weights_are_checked_first()
    {
        (await Livos.RunAsync(Command("--device", "cpu", "--memory-limit", "1000000"))).RefusedWith("needs", "1 object at 640x480");
        (await Livos.RunAsync(Command("--device", "cpu", "--weights", data["none"]))).RefusedWith(data["none"]);
        (await Livos.RunAsync(Command("--report", data["none/page.html"]))).RefusedWith(data["none/page.html"], "folder does not exist");
        Assert.False(Directory.Exists(Path.Combine(data.Out, "Annotations/apple")));
    }

    string[] Masks => [.. EvalTests.FilesIn(Path.Combine(data.Out, "Annotations")).Select(file => Path.Combine(data.Out, "Annotations", file))];

    string MaskFile(string clip, int frame) => Path.Combine(data.Out, "Annotations", clip, $"{frame:00000}.png");

    string[] Command(params string[] more) => ["eval", "--dataset", Name, "--root", data.Root, "--out", data.Out, .. more];

    /// <summary>Takes messages, and stops the program when one says that.</summary>
    sealed class StopAfter : StringWriter
    {
        readonly string text;
        readonly CancellationTokenSource stop;

        public StopAfter(string text, CancellationTokenSource stop, out StringBuilder written) =>
            (this.text, this.stop, written) = (text, stop, GetStringBuilder());

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

        void StopAfterText()
        {
            if (ToString().Contains(text, StringComparison.Ordinal)) stop.Cancel();
        }
    }
}
