using LiVOS.Cli.Errors;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary><c>livos segment --resume</c>.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly MadeUpClip _clip = new(frames: 6);

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task A_stopped_run_goes_on_from_its_last_mask()
    {
        byte[][] whole = await StopAfterAsync(3);

        Outcome outcome = (await Livos.SegmentAsync(_clip, "--resume", "--json")).Succeeded();

        Assert.Contains("Goes on behind frame 2 ('00002')", outcome.Error);
        Assert.Contains("\"frames\": 3", outcome.Output);
        Assert.Equal(6, _clip.Written.Length);
        for (int frame = 0; frame < 3; frame++) Assert.Equal(whole[frame], File.ReadAllBytes(_clip.OutPath(frame)));
        for (int frame = 3; frame < 6; frame++) Assert.InRange(Overlap(frame), 0.7, 1);
    }

    [Fact]
    public async Task A_run_that_was_stopped_by_a_signal_goes_on_to_the_bit()
    {
        const int frames = 300;
        using var longer = new MadeUpClip(frames);
        string[] command = ["segment", longer.Frames, "--masks", longer.Masks, "--out", longer.Out, "--size", "48", "--device", "cpu"];
        (await Livos.RunAsync(command)).Succeeded();
        byte[][] whole = [.. Enumerable.Range(0, frames).Select(frame => File.ReadAllBytes(longer.OutPath(frame)))];
        Directory.Delete(longer.Out, recursive: true);
        using var stop = new CancellationTokenSource();
        Task<int> run = LivosCommand.RunAsync(command, TextWriter.Null, TextWriter.Null, stop.Token);
        while (!run.IsCompleted && !File.Exists(longer.OutPath(5))) await Task.Delay(2);
        stop.Cancel();
        Assert.Equal(ExitCode.Interrupted, await run);
        Assert.False(File.Exists(longer.OutPath(frames - 1)));

        Outcome outcome = (await Livos.RunAsync([.. command, "--resume"])).Succeeded();

        Assert.Contains("as if it had not been stopped", outcome.Error);
        Assert.Equal(whole, Enumerable.Range(0, frames).Select(frame => File.ReadAllBytes(longer.OutPath(frame))));
        Assert.Empty(Directory.GetFiles(longer.Out, ".livos-session-*"));
    }

    [Fact]
    public async Task An_unfinished_run_is_reported_where_it_begins_anew()
    {
        byte[][] whole = await StopAfterAsync(3);
        Outcome outcome = (await Livos.SegmentAsync(_clip)).Succeeded();
        Assert.Contains("3 of 6 masks", outcome.Error);
        Assert.Contains("--resume goes on", outcome.Error);
        Assert.Equal(whole, Masks());
    }

    [Fact]
    public async Task A_mask_that_is_not_whole_is_done_again()
    {
        await StopAfterAsync(4);
        MadeUpClip.Truncate(_clip.OutPath(3));
        Outcome outcome = (await Livos.SegmentAsync(_clip, "--resume")).Succeeded();
        Assert.Contains("Goes on behind frame 2", outcome.Error);
        Assert.All(Enumerable.Range(0, 6), frame => Png.ReadMask(_clip.OutPath(frame)));
    }

    [Fact]
    public async Task Later_masks_are_given_when_a_run_goes_on()
    {
        Png.WriteMask(_clip.MaskPath(4), MadeUpClip.Square(20, id: 9));
        await StopAfterAsync(3);
        (await Livos.SegmentAsync(_clip, "--resume")).Succeeded();
        Assert.Equal([1, 9], Png.ReadMask(_clip.OutPath(4)).ObjectIds);
    }

    [Fact]
    public async Task A_complete_run_has_nothing_left_to_do()
    {
        byte[][] whole = await StopAfterAsync(6);
        DateTime written = File.GetLastWriteTimeUtc(_clip.OutPath(5));
        Outcome outcome = (await Livos.SegmentAsync(_clip, "--resume")).Succeeded();
        Assert.Contains("nothing is left to do", outcome.Error);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_clip.OutPath(5)));
        Assert.Equal(whole, Masks());
    }

    [Fact]
    public async Task Where_there_is_no_run_it_begins_at_the_first_frame()
    {
        Outcome outcome = (await Livos.SegmentAsync(_clip, "--resume")).Succeeded();
        Assert.Contains("no run", outcome.Error);
        Assert.Equal(6, _clip.Written.Length);
    }

    [Fact]
    public async Task Masks_without_a_record_are_never_taken_for_ones_own()
    {
        byte[][] whole = await StopAfterAsync(6);
        File.Delete(Path.Combine(_clip.Out, ".livos-run.json"));
        Png.WriteMask(_clip.OutPath(5), MadeUpClip.Square(30));
        (await Livos.SegmentAsync(_clip, "--resume")).Succeeded();
        Assert.Equal(whole, Masks());
    }

    [Fact]
    public async Task Masks_from_before_the_record_are_never_taken_for_ones_own()
    {
        byte[][] whole = await StopAfterAsync(3);
        Png.WriteMask(_clip.OutPath(3), MadeUpClip.Square(30));
        File.SetLastWriteTimeUtc(_clip.OutPath(3), File.GetLastWriteTimeUtc(Path.Combine(_clip.Out, ".livos-run.json")).AddSeconds(-1));
        Assert.Contains("Goes on behind frame 2", (await Livos.SegmentAsync(_clip, "--resume")).Succeeded().Error);
        Assert.InRange(Overlap(3), 0.7, 1);
        Assert.Equal(whole[0], Masks()[0]);
    }

    [Theory]
    [InlineData("mask")]
    [InlineData("frame")]
    [InlineData("size")]
    [InlineData("option")]
    public async Task Another_run_cannot_go_on(string difference)
    {
        await StopAfterAsync(3);
        if (difference == "mask") Png.WriteMask(_clip.MaskPath(0), MadeUpClip.Square(1));
        if (difference == "frame") Png.Write(_clip.FramePath(5), MadeUpClip.Picture(4));
        string[] more = difference == "size" ? ["--size", "64"] : difference == "option" ? ["--background", "0"] : [];
        (await Livos.RunAsync(
            ["segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, .. difference == "size" ? more : ["--size", "48", .. more], "--resume"]))
                .RefusedWith(_clip.Out, "another run", "--resume");
        Assert.Equal(3, _clip.Written.Length);
    }

    /// <summary>Leaves a folder as it is when a run was stopped; gives the masks of the whole run.</summary>
    private async Task<byte[][]> StopAfterAsync(int frames)
    {
        (await Livos.SegmentAsync(_clip)).Succeeded();
        byte[][] masks = Masks();
        for (int frame = frames; frame < 6; frame++) File.Delete(_clip.OutPath(frame));
        return masks;
    }

    private double Overlap(int frame) => RegionSimilarity.Of(Png.ReadMask(_clip.OutPath(frame)), MadeUpClip.Square(frame), 1);

    private byte[][] Masks() => [.. _clip.Written.Select(name => File.ReadAllBytes(Path.Combine(_clip.Out, name)))];
}
