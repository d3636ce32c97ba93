using System.Diagnostics;
using LiVOS.Cli.Batches;
using LiVOS.Cli.Clips;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Cli.Reports;
using LiVOS.Cli.Scores;
using LiVOS.Evaluation.DataSets;
using LiVOS.Evaluation.Scores;
using LiVOS.Evaluation.Submissions;
using LiVOS.Media;

namespace LiVOS.Cli.DataSets;

/// <summary>All that it takes to evaluate on a data set.</summary>
/// <param name="DataSet">The data set, checked.</param>
/// <param name="Root">Its folder.</param>
/// <param name="Weights">The weight file.</param>
/// <param name="Out">The folder for the results.</param>
internal sealed record EvalRun(DataSet DataSet, string Root, string Weights, string Out)
{
    /// <summary>The shorter side of frames as the network sees them; null for their own size.</summary>
    public required int? Size { get; init; }

    /// <summary>How many clips run side by side, on each device.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>The devices to compute on, which share the clips; the processor's threads are shared by all jobs.</summary>
    public IReadOnlyList<DeviceChoice> Devices { get; init; } = [new(DeviceNames.Auto)];

    /// <summary>The part of the clips that is taken.</summary>
    public Shard Shard { get; init; } = Shard.All;

    /// <summary>The clips that are taken.</summary>
    public IEnumerable<DataSetClip> Clips => Shard.Of(DataSet.Clips);

    /// <summary>The memory that may be used; null for what is there.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// Segments the clips that are not complete, packs what the server takes once all clips of the data set are complete, and scores the clips that were
    /// taken, if there is ground truth.
    /// </summary>
    /// <param name="error">Takes the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="InterruptedException">It was stopped.</exception>
    public async Task<EvalReport> EvaluateAsync(TextWriter error, CancellationToken cancellation)
    {
        DataSetClip[] clips = [.. Clips];
        using var folder = new EvalFolder(Out, Shard);
        folder.KeepOff(DataSet.Inputs);
        var settings = new EvalSettings(DataSet.Name, Path.GetFullPath(Root), Size, FileChecksum.Of(Weights));
        folder.Look(settings);
        Dictionary<string, ClipRecord> records = clips.Select(folder.Completed).OfType<ClipRecord>().ToDictionary(record => record.Name);
        var queue = new ClipQueue([.. clips.Where(clip => !records.ContainsKey(clip.Name))], folder, this, () => folder.Begin(settings));
        if (queue.Clips == 0) folder.Begin(settings);
        long start = Stopwatch.GetTimestamp();
        if (queue.Clips > 0) await SegmentAsync(queue, records, error, cancellation);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        string? submission = DataSet.Clips.All(clip => records.ContainsKey(clip.Name) || folder.Completed(clip) is not null) ? Submit(folder) : null;
        ClipToScore[] withTruth =
        [
            .. from clip in clips
               where clip.Truth is not null
               select new ClipToScore(clip.Name, clip.Truth!, MaskFolder.Open(folder.MasksOf(clip))),
        ];
        ScoreOutcome outcome = await ScoreRun.ScoreAsync(withTruth, Devices[0].Threads, error, cancellation);
        return new EvalReport(
            DataSet.Name, Root, Out, Size,
            [.. clips.Select(clip => records[clip.Name])], queue.Completed, queue.Completed > 0 ? queue.Frames / seconds : null, SystemMemory.Peak,
            submission, SetScore.Of(outcome.Clips), outcome.LeftOut, outcome.Hint)
        {
            Shard = Shard.IsAll ? null : Shard.ToString(),
            WithheldMasks = clips.Sum(clip => clip.WithheldMasks),
        };
    }

    private async Task SegmentAsync(ClipQueue queue, Dictionary<string, ClipRecord> records, TextWriter error, CancellationToken cancellation)
    {
        int all = Clips.Count(), before = all - queue.Clips;
        bool isTerminal = Report.Console(error).Profile.Out.IsTerminal;
        try
        {
            await FrameProgress.ShowAsync(error, "segmenting", queue.Frames, progress => queue.RunAsync(error, progress, Tell, cancellation), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new InterruptedException(
                $"Stopped: {before + queue.Completed} of {all} clips are complete in '{Out}'; "
                + "the same command goes on with the others.");
        }

        void Tell(ClipRecord clip)
        {
            records.Add(clip.Name, clip);
            if (!isTerminal)
                error.WriteLine($"{before + queue.Completed} of {all} clips: "
                    + $"{clip.Name}, {clip.Frames} frames at {Report.Speed(clip.FramesPerSecond)}");
        }
    }

    /// <summary>Writes what the server takes; gives the file.</summary>
    private string? Submit(EvalFolder folder)
    {
        string zip = folder.File($"{DataSet.Name}.zip"), predictions = folder.File("predictions.json");
        switch (DataSet.Submission)
        {
            case Submission.ZipOfAnnotations:
                SubmissionZip.Write(zip, folder.Masks, EvalFolder.MaskFiles(DataSet), Path.GetFileName(folder.Masks.Path) + '/');
                return zip;
            case Submission.ZipOfClips:
                SubmissionZip.Write(zip, folder.Masks, EvalFolder.MaskFiles(DataSet));
                return zip;
            case Submission.BurstPredictions:
                BurstPredictions.Write(predictions, DataSet.Burst!, folder.Masks);
                return predictions;
            default:
                return null;
        }
    }
}
