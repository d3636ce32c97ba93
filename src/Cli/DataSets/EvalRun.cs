using System.Diagnostics;
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

    /// <summary>How many clips run side by side.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>The device to compute on; its threads are shared by all jobs.</summary>
    public DeviceChoice Device { get; init; } = new(DeviceNames.Auto);

    /// <summary>The memory that may be used; null for what is there.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Segments the clips that are not complete, packs what the server takes, and scores them if there is ground truth.</summary>
    /// <param name="error">Takes the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="InterruptedException">It was stopped.</exception>
    public async Task<EvalReport> EvaluateAsync(TextWriter error, CancellationToken cancellation)
    {
        using var folder = new EvalFolder(Out);
        folder.KeepOff(DataSet.Inputs);
        var settings = new EvalSettings(DataSet.Name, Path.GetFullPath(Root), Size, FileChecksum.Of(Weights));
        folder.Look(settings);
        Dictionary<string, ClipRecord> records = DataSet.Clips.Select(folder.Completed).OfType<ClipRecord>().ToDictionary(record => record.Name);
        var queue = new ClipQueue([.. DataSet.Clips.Where(clip => !records.ContainsKey(clip.Name))], folder, this, () => folder.Begin(settings));
        if (queue.Clips == 0) folder.Begin(settings);
        long start = Stopwatch.GetTimestamp();
        if (queue.Clips > 0) await SegmentAsync(queue, records, error, cancellation);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        string? submission = Submit(folder);
        ClipToScore[] withTruth =
        [
            .. from clip in DataSet.Clips
               where clip.Truth is not null
               select new ClipToScore(clip.Name, clip.Truth!, MaskFolder.Open(folder.MasksOf(clip))),
        ];
        ScoreOutcome outcome = await ScoreRun.ScoreAsync(withTruth, Device.Threads, error, cancellation);
        return new EvalReport(
            DataSet.Name, Root, Out, Size,
            [.. DataSet.Clips.Select(clip => records[clip.Name])], queue.Completed, queue.Completed > 0 ? queue.Frames / seconds : null, SystemMemory.Peak,
            submission, SetScore.Of(outcome.Clips), outcome.LeftOut, outcome.Hint)
        {
            WithheldMasks = DataSet.Clips.Sum(clip => clip.WithheldMasks),
        };
    }

    private async Task SegmentAsync(ClipQueue queue, Dictionary<string, ClipRecord> records, TextWriter error, CancellationToken cancellation)
    {
        int before = DataSet.Clips.Count - queue.Clips;
        bool isTerminal = Report.Console(error).Profile.Out.IsTerminal;
        try
        {
            await FrameProgress.ShowAsync(error, "segmenting", queue.Frames, progress => queue.RunAsync(error, progress, Tell, cancellation), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new InterruptedException(
                $"Stopped: {before + queue.Completed} of {DataSet.Clips.Count} clips are complete in '{Out}'; "
                + "the same command goes on with the others.");
        }

        void Tell(ClipRecord clip)
        {
            records.Add(clip.Name, clip);
            if (!isTerminal)
                error.WriteLine($"{before + queue.Completed} of {DataSet.Clips.Count} clips: "
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
