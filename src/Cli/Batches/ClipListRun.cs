using System.Collections.Concurrent;
using LiVOS.Cli.Clips;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Memory;
using LiVOS.Cli.Reports;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Video;

namespace LiVOS.Cli.Batches;

/// <summary>Segments the clips of a list. Those whose results are whole are passed over, so a run that was stopped goes on.</summary>
/// <param name="List">The list's file.</param>
/// <param name="Shard">The part of it that is taken.</param>
/// <param name="RunOf">The run of a clip.</param>
/// <param name="Workers">What computes.</param>
internal sealed record ClipListRun(string List, Shard Shard, Func<ListedClip, ClipRun> RunOf, NetworkWorkers Workers)
{
    /// <summary>Checks all clips, then segments those that are left.</summary>
    /// <param name="error">Takes the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="InputException">Something cannot be used; the message lists all of it, and nothing was computed.</exception>
    /// <exception cref="InterruptedException">It was stopped.</exception>
    public async Task<ClipListReport> SegmentAsync(TextWriter error, CancellationToken cancellation)
    {
        ListedClip[] all = [.. Shard.Of(ClipList.Read(List))];
        CheckedClip[] clips = await CheckAsync(all, error, cancellation);
        CheckedClip[] left = [.. clips.Where(clip => clip.Done is null)];
        var done = new ConcurrentDictionary<string, ClipListEntry>(
            clips.Where(clip => clip.Done is not null).ToDictionary(clip => clip.Run.Out, clip => ClipListEntry.Of(clip.Run, clip.Done!)));
        int before = done.Count;
        if (before > 0) error.WriteLine($"{before} of {clips.Length} clips are done already.");
        var failures = new ConcurrentDictionary<string, string>();
        if (left.Length > 0) await WorkAsync(left, Complete, Fail, error, cancellation);
        return new ClipListReport(
            List, Shard.IsAll ? null : Shard.ToString(), [.. clips.Where(clip => done.ContainsKey(clip.Run.Out)).Select(clip => done[clip.Run.Out])],
            done.Count - before, [.. all.Select(clip => clip.Clip).Where(failures.ContainsKey).Select(clip => new ClipFailure(clip, failures[clip]))]);

        void Complete(CheckedClip clip, DoneMark mark)
        {
            done[clip.Run.Out] = ClipListEntry.Of(clip.Run, mark);
            Tell($"{clip.Run.Clip}, {mark.Frames} frames at {Report.Speed(mark.Frames / mark.Seconds)}");
        }

        void Fail(CheckedClip clip, string message)
        {
            failures[clip.Run.Clip] = message;
            Tell(message);
        }

        void Tell(string message)
        {
            lock (failures) error.WriteLine($"{done.Count} of {clips.Length} clips: {message}");
        }
    }

    private async Task WorkAsync(
        CheckedClip[] left, Action<CheckedClip, DoneMark> complete, Action<CheckedClip, string> fail, TextWriter error, CancellationToken cancellation)
    {
        using IDisposable working = Interruption.StopsBetweenFrames();
        var bands = new FittingBands();
        NetworkWorkers workers = Workers with
        {
            RequireMemory = (network, sessions, available) => bands.Find(network, left.Select(clip => clip.Size), sessions, available),
            Resampled = left.Any(clip => clip.Size.Geometry.IsResampled),
        };
        try
        {
            await workers.RunAsync(left, SegmentAsync, error, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new InterruptedException("Stopped; the same command goes on with the clips that are not done.");
        }

        async Task SegmentAsync(CheckedClip clip, Network network, CancellationToken stop)
        {
            try
            {
                await using ClipJob job = await clip.Run.PrepareAsync(stop);
                DoneMark.Delete(clip.Run.Out);
                ClipReport report = await job.RunAsync(network, bands.Of(network, clip.Size), _ => { }, stop);
                var mark = new DoneMark(
                    job.Record, ResultsOf(clip.Run), report.Frames, report.ObjectIds.Count, report.Seconds, report.Device);
                mark.Write(clip.Run.Out);
                complete(clip, mark);
            }
            catch (MediaException fault)
            {
                fail(clip, fault.Message); // the others do not suffer from it
            }
        }
    }

    /// <summary>Looks at every clip.</summary>
    private async Task<CheckedClip[]> CheckAsync(ListedClip[] clips, TextWriter error, CancellationToken cancellation)
    {
        var problems = new Problems();
        List<CheckedClip> found = [];
        if (clips.Length > 1) error.WriteLine($"Looking at {clips.Length} clips.");
        foreach (ListedClip clip in clips)
        {
            cancellation.ThrowIfCancellationRequested();
            ClipRun run = RunOf(clip);
            if (run.IsVideo && (run.Results.Formats is not [string format] || OutputFormat.StyleOf(format) is null))
            {
                problems.Add($"'{clip.Out}' is a video, which cannot hold {string.Join(", ", run.Results.Formats)}; give a folder, or leave --format out.");
                continue;
            }
            try
            {
                await using ClipJob job = await run.PrepareAsync(cancellation);
                DoneMark? mark = DoneMark.Of(clip.Out);
                if (mark is not null && Difference(mark, job.Record, run) is string difference)
                    problems.Add($"'{DoneMark.PathOf(clip.Out)}' marks results of another run ({difference}); delete it, or give another out.");
                found.Add(new CheckedClip(run, mark, new SessionSize(job.Geometry, job.Plan.ObjectIds.Count, job.Introductions)));
            }
            catch (Exception fault) when (fault is MediaException or InputException or IOException or UnauthorizedAccessException)
            {
                problems.Add(fault.Message);
            }
        }
        return problems.All is { Count: > 0 } all ? throw new InputException(Problems.Listing($"The clips of '{List}' cannot be segmented", all)) : [.. found];
    }

    private static string? Difference(DoneMark mark, RunRecord record, ClipRun run) =>
        mark.Run != record ? mark.Run.Difference(record) : mark.Results != ResultsOf(run) ? $"as {mark.Results}" : null;

    /// <summary>What tells one way of writing results from another.</summary>
    private static string ResultsOf(ClipRun run) => string.Join(',', run.Results.Formats);

    /// <summary>A clip that was looked at.</summary>
    /// <param name="Run">Its run.</param>
    /// <param name="Done">The mark of whole results; null where there is none.</param>
    /// <param name="Size">What its memory depends on.</param>
    private sealed record CheckedClip(ClipRun Run, DoneMark? Done, SessionSize Size);
}
