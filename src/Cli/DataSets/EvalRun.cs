using System.Diagnostics;
using System.Security.Cryptography;
using LiVOS.Cli.Clips;
using LiVOS.Cli.Commands;
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
sealed record EvalRun(DataSet DataSet, string Root, string Weights, string Out)
{
    /// <summary>The shorter side of frames as the network sees them; null for their own size.</summary>
    public required int? Size { get; init; }

    /// <summary>How many clips run side by side.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>What computes; its threads are those of all jobs together.</summary>
    public DeviceChoice Device { get; init; } = new(Devices.Auto);

    /// <summary>The memory that may be used; null for what is there.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Segments the clips that are not complete, packs what the server takes, and scores where truth is at hand.</summary>
    /// <param name="error">Takes the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="InterruptedException">It was stopped.</exception>
    public async Task<EvalReport> EvaluateAsync(TextWriter error, CancellationToken cancellation)
    {
        var folder = new EvalFolder(Out);
        folder.KeepOff(DataSet.Inputs);
        folder.Begin(new EvalSettings(DataSet.Name, Path.GetFullPath(Root), Size, Checksum(Weights)));
        var queue = new ClipQueue([.. DataSet.Clips.Where(clip => folder.Completed(clip) is null)], folder, this);
        long start = Stopwatch.GetTimestamp();
        if (queue.Frames > 0) await SegmentAsync(queue, error, cancellation);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        ClipToScore[] withTruth =
        [
            .. from clip in DataSet.Clips
               where clip.Truth is not null
               select new ClipToScore(clip.Name, clip.Truth!, MaskFolder.Open(folder.MasksOf(clip))),
        ];
        SetScore? scores = withTruth.Length == 0 ? null : await ScoreCommand.ScoreAsync(withTruth, Device.Threads, error, cancellation);
        return new EvalReport(
            DataSet.Name, Root, Out, Size,
            [.. DataSet.Clips.Select(clip => folder.Completed(clip)!)], queue.Completed, queue.Completed > 0 ? queue.Frames / seconds : null, Memory.Peak, Submit(folder), scores);
    }

    async Task SegmentAsync(ClipQueue queue, TextWriter error, CancellationToken cancellation)
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
            if (!isTerminal)
                error.WriteLine($"{before + queue.Completed} of {DataSet.Clips.Count} clips: "
                    + $"{clip.Name}, {clip.Frames} frames at {Report.Speed(clip.FramesPerSecond)}");
        }
    }

    /// <summary>Writes what the server takes; gives the file.</summary>
    string? Submit(EvalFolder folder)
    {
        string zip = folder.File($"{DataSet.Name}.zip"), predictions = folder.File("predictions.json");
        switch (DataSet.Submission)
        {
            case Submission.ZipOfAnnotations:
                SubmissionZip.Write(zip, folder.Masks, EvalFolder.MaskFiles(DataSet), Path.GetFileName(folder.Masks) + '/');
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

    static string Checksum(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The weights '{path}' cannot be read ({error.Message.TrimEnd('.')}); check the name.", error);
        }
    }
}
