using System.Diagnostics;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Cli.Reports;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Session;
using LiVOS.Runtime;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>A run whose input has been checked.</summary>
/// <param name="run">What was asked for.</param>
/// <param name="input">The clip.</param>
/// <param name="resumption">Where to begin.</param>
/// <param name="geometry">The sizes.</param>
/// <param name="output">The folder of the results.</param>
/// <param name="outputs">Take the results.</param>
/// <param name="plan">The plan that was printed.</param>
internal sealed class ClipJob(
    ClipRun run, ClipInput input, Resumption resumption, FrameGeometry geometry, OutputFolder output, ClipOutputs outputs, ClipPlan plan)
{
    private readonly SegmentationOptions _options = run.Segmentation with
    {
        FirstFrame = resumption.FirstFrame,
        FirstGiven = resumption.Done,
        Session = resumption.Session,
        Drop = run.Drop ?? (input.Clip.IsLive ? DropPolicy.Late : DropPolicy.Block),
    };

    private readonly LiveDelay _delay = new();
    private int _written;

    /// <summary>The report of a run that was complete before.</summary>
    public ClipReport NothingToDo() => ReportOf("none", plan.ObjectIds, 0, 0, null);

    /// <summary>Segments the clip on a device.</summary>
    /// <param name="device">The device; the caller disposes of it.</param>
    /// <param name="available">The memory that may be used.</param>
    /// <param name="begin">Called before the first frame, when there is nothing left that could be refused.</param>
    /// <param name="error">Takes the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    public async Task<ClipReport> RunAsync(Device device, long available, Action begin, TextWriter error, CancellationToken cancellation)
    {
        ProfiledDevice? profiled = run.Profile ? new ProfiledDevice(device) : null;
        using Network network = NetworkFile.Load(run.Weights, profiled ?? device, run.Device.Precision, cancellation, RequireMemory);
        if (device.RequiresCompilation || run.Profile) WarmUp.Run(network, geometry.IsResampled);
        profiled?.Reset();

        using var segmenter = new VideoSegmenter(network, input.Clip, run.PromptsOf(resumption.Masks), _options);
        begin();
        if (run.CanResume && resumption.Session is null) output.DeleteSessions(); // they are of another run
        _written = 0; // another device may have begun
        GC.Collect(); // what was read to be checked may be hundreds of megabytes
        long begun = Stopwatch.GetTimestamp();
        await RunAsync(segmenter, error, cancellation);
        return ReportOf(
            $"{device.Name}: {device.Description}", segmenter.ObjectIds, Stopwatch.GetElapsedTime(begun).TotalSeconds,
            segmenter.ComputeTime.TotalSeconds, profiled is null ? null : ProfileReport.Of(profiled)) with
        {
            Live = input.Clip.CanRewind ? null : new LiveReport(segmenter.DroppedFrames, _delay.Mean.TotalSeconds, _delay.Longest.TotalSeconds),
        };

        void RequireMemory(Network sizes) => MemoryNeed.Require(
            sizes, geometry, plan.ObjectIds.Count, VideoSegmenter.HostBytesOf(device, input.Clip, _options, plan.ObjectIds.Count), available,
            introductions: input.Survey.Introductions);
    }

    private ClipReport ReportOf(string device, IReadOnlyList<int> objects, double seconds, double networkSeconds, ProfileReport? profile) => new(
        run.Clip, run.Out, run.Results.Overlays, device, geometry.SourceWidth, geometry.SourceHeight, geometry.Width, geometry.Height,
        input.Survey.Masks.FirstFrame, _written, objects, plan, seconds, networkSeconds, SystemMemory.Peak)
    {
        Profile = profile,
    };

    private async Task RunAsync(VideoSegmenter segmenter, TextWriter error, CancellationToken cancellation)
    {
        int? left = plan.Frames - resumption.Done;
        try
        {
            if (run.ProgressAsJson) await TellAsync(new ProgressEvents(error, left), progress => WriteAsync(segmenter, progress, cancellation));
            else await FrameProgress.ShowAsync(error, "segmenting", left, progress => WriteAsync(segmenter, progress, cancellation), cancellation);
        }
        catch (OperationCanceledException)
        {
            if (run.CanResume && _written > 0) Save(segmenter);
            throw new InterruptedException($"Stopped: {Written()} were written to '{run.Out}'"
                + (run.CanResume && input.Clip.CanRewind ? "; the same command with --resume goes on." : "."));
        }
        catch (MediaException e) when (_written > 0 && _written != left)
        {
            throw new MediaException(
                $"{e.Message} ({Written()} were written to '{run.Out}' before"
                + $"{(run.CanResume && input.Clip.CanRewind ? "; --resume goes on from there" : "")})", e);
        }
    }

    private void Save(VideoSegmenter segmenter)
    {
        output.DeleteSessions();
        segmenter.TrySave(output.SessionPath(resumption.Done + _written));
    }

    private async Task WriteAsync(VideoSegmenter segmenter, Action<int> progress, CancellationToken cancellation)
    {
        await outputs.WriteAllAsync(segmenter.RunAsync(cancellation), frame =>
        {
            _delay.Add(frame.Delay);
            progress(++_written);
        });
        if (run.CanResume) output.DeleteSessions();
    }

    private async Task TellAsync(ProgressEvents events, Func<Action<int>, Task> work)
    {
        using IDisposable working = Interruption.StopsBetweenFrames();
        events.Start(plan);
        await work(events.Frame);
        events.End(_written);
    }

    private string Written() => $"{resumption.Done + _written}{(plan.Frames is int frames ? $" of {frames}" : "")} masks";
}
