using System.Collections.Concurrent;
using System.Diagnostics;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Memory;
using LiVOS.Evaluation.DataSets;
using LiVOS.Model;
using LiVOS.Video;

namespace LiVOS.Cli.DataSets;

/// <summary>
/// Takes the clips of a data set through the network: one after another, or a few side by side, each with threads and weights of its own.
/// </summary>
/// <param name="clips">The clips that are left.</param>
/// <param name="folder">Takes the masks.</param>
/// <param name="run">How to run.</param>
/// <param name="begin">Called once weights and memory are checked, by every worker.</param>
internal sealed class ClipQueue(IReadOnlyList<DataSetClip> clips, EvalFolder folder, EvalRun run, Action begin)
{
    private readonly ConcurrentDictionary<DataSetClip, int> _framesDone = new();
    private readonly FittingBands _bands = new();

    /// <summary>How many clips there are.</summary>
    public int Clips => clips.Count;

    /// <summary>How many clips have been completed.</summary>
    public int Completed { get; private set; }

    /// <summary>How many frames there are.</summary>
    public int Frames => clips.Sum(clip => clip.SegmentedFrames);

    /// <summary>Runs all clips.</summary>
    /// <param name="error">Takes what computes, and the progress of compiling.</param>
    /// <param name="progress">Called with the number of frames done.</param>
    /// <param name="completed">Called with each clip that is complete, one at a time.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    public Task RunAsync(TextWriter error, Action<int> progress, Action<ClipRecord> completed, CancellationToken cancellation)
    {
        var workers = new NetworkWorkers(run.Weights, run.Devices, run.Jobs)
        {
            MemoryLimit = run.MemoryLimit,
            Resampled = clips.Any(clip => VideoSegmenter.GeometryOf(clip.Frames, run.Size).IsResampled),
            RequireMemory = (network, jobs, available) => _bands.Find(network, clips.Select(SizeOf), jobs, available),
            Begin = begin,
        };
        return workers.RunAsync(clips, WorkAsync, error, cancellation);

        async Task WorkAsync(DataSetClip clip, Network network, CancellationToken stop)
        {
            ClipRecord record = await SegmentAsync(clip, network, progress, stop);
            lock (_framesDone)
            {
                Completed++;
                completed(record);
            }
        }
    }

    private async Task<ClipRecord> SegmentAsync(DataSetClip clip, Network network, Action<int> progress, CancellationToken cancellation)
    {
        FrameGeometry geometry = VideoSegmenter.GeometryOf(clip.Frames, run.Size);
        var options = new SegmentationOptions { Size = run.Size, FirstFrame = clip.Given.FirstFrame, Bands = _bands.Of(network, SizeOf(clip)) };
        using var segmenter = new VideoSegmenter(network, VideoClip.Of(clip.Frames), new Prompts(clip.Given), options);
        folder.Start(clip);
        var output = new SavedFrames(clip, folder.MasksOf(clip));
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        await foreach (SegmentedFrame frame in segmenter.RunAsync(cancellation))
        {
            await output.WriteAsync(frame);
            _framesDone[clip] = ++done;
            progress(_framesDone.Values.Sum());
        }
        var record = new ClipRecord(
            clip.Name, done, output.Count, clip.ObjectIds.Count, geometry.SourceWidth, geometry.SourceHeight,
            Stopwatch.GetElapsedTime(start).TotalSeconds, segmenter.ComputeTime.TotalSeconds,
            $"{network.Device.Name}: {network.Device.Description}", network.WeightBytes + segmenter.Bytes);
        folder.Complete(clip, record);
        return record;
    }

    private SessionSize SizeOf(DataSetClip clip) =>
        new(VideoSegmenter.GeometryOf(clip.Frames, run.Size), clip.ObjectIds.Count, clip.Introductions);
}
