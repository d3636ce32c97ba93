using System.Diagnostics;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Cli.Reports;
using LiVOS.Media;
using LiVOS.Media.Surveys;
using LiVOS.Model;
using LiVOS.Model.Session;
using LiVOS.Runtime;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>A run whose input has been checked. It holds the clip open.</summary>
/// <param name="run">What was asked for.</param>
/// <param name="input">The clip.</param>
/// <param name="record">What the results are made from.</param>
/// <param name="resumption">Where to begin.</param>
/// <param name="output">The folder of the results.</param>
/// <param name="outputs">Take the results.</param>
/// <param name="plan">The plan.</param>
internal sealed class ClipJob(
    ClipRun run, ClipInput input, RunRecord record, Resumption resumption, OutputFolder output, ClipOutputs outputs, ClipPlan plan) : IAsyncDisposable
{
    private SegmentationOptions _options = run.Segmentation with
    {
        FirstFrame = resumption.FirstFrame,
        FirstGiven = resumption.Done,
        Session = resumption.Session,
        Drop = run.Drop ?? (input.Clip.IsLive ? DropPolicy.Late : DropPolicy.Block),
    };

    private readonly LiveDelay _delay = new();
    private int _written;

    /// <summary>The sizes.</summary>
    public FrameGeometry Geometry { get; } = VideoSegmenter.GeometryOf(input.Survey.Frames, run.Size);

    /// <summary>What the results are made from.</summary>
    public RunRecord Record => record;

    /// <summary>The plan.</summary>
    public ClipPlan Plan => plan;

    /// <summary>How many masks introduce objects.</summary>
    public int Introductions => input.Survey.Introductions;

    /// <summary>Whether the run was complete before.</summary>
    public bool IsDone => resumption.Done == input.Survey.Frames.Count;

    /// <summary>Makes a job of what was found.</summary>
    public static ClipJob Of(ClipRun run, ClipInput input, OutputFolder output)
    {
        ClipSurvey survey = input.Survey;
        FrameGeometry geometry = VideoSegmenter.GeometryOf(survey.Frames, run.Size);
        RunRecord record = RunRecord.Of(run, survey, $"{geometry.Width}x{geometry.Height}, {run.Device.Precision}");
        Resumption resumption = run.CanResume
            ? Resumption.Find(run.Resume, record, new RunRecordFile(output), survey, output)
            : new Resumption(survey.Masks, FirstFrame: 0, Done: 0, Note: null);
        string[] warnings =
        [
            .. input.Clip.Warnings, .. run.IsVideo ? [] : new OutputCheck(output, new Problems()).Leftovers(ClipRun.NamesOf(survey)),
            .. resumption.Note is string note ? [note] : Array.Empty<string>(),
        ];
        ClipOutputs outputs = ClipOutputs.Of(
            run.Results, run.Clip, input.Clip.FileNameOf, input.Clip as VideoFile, withSound: run.Selection == FrameSelection.All,
            run.Results.Report is string page ? new ConfidenceReport(page, run, input.Clip) : null);
        return new ClipJob(run, input, record, resumption, output, outputs, ClipPlan.Of(survey, geometry, warnings, resumption.Done));
    }

    /// <summary>The report of a run that was complete before.</summary>
    public ClipReport NothingToDo(TextWriter error)
    {
        plan.Write(error);
        return ReportOf("none", plan.ObjectIds, 0, 0);
    }

    /// <summary>Segments the clip on a device, and tells the plan and the progress.</summary>
    /// <param name="device">The device; the caller disposes of it.</param>
    /// <param name="available">The memory that may be used.</param>
    /// <param name="error">Takes the plan and the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    public async Task<ClipReport> RunAsync(Device device, long available, TextWriter error, CancellationToken cancellation)
    {
        ProfiledDevice? profiled = run.Profile ? new ProfiledDevice(device) : null;
        using Network network = NetworkFile.Load(
            run.Weights, profiled ?? device, run.Device.Precision, cancellation, sizes => Fit(sizes, device, available, error));
        if (device.RequiresCompilation || run.Profile) WarmUp.Run(network, Geometry.IsResampled);
        profiled?.Reset();
        ClipReport report = await SegmentAsync(network, device, segmenter =>
        {
            if (!run.ProgressAsJson) plan.Write(error);
            return RunAsync(segmenter, error, cancellation);
        });
        return report with { Profile = profiled is null ? null : ProfileReport.Of(profiled) };
    }

    /// <summary>Segments the clip with a network that is loaded already.</summary>
    /// <param name="network">The network.</param>
    /// <param name="bands">The bands of rows with which it fits in memory.</param>
    /// <param name="progress">Called with the number of frames done.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    public Task<ClipReport> RunAsync(Network network, int bands, Action<int> progress, CancellationToken cancellation)
    {
        _options = _options with { Bands = bands };
        return SegmentAsync(network, network.Device, segmenter => WriteAsync(segmenter, progress, cancellation));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await outputs.DisposeAsync();
        await input.DisposeAsync();
    }

    private async Task<ClipReport> SegmentAsync(Network network, Device device, Func<VideoSegmenter, Task> work)
    {
        using var segmenter = new VideoSegmenter(network, input.Clip, run.PromptsOf(resumption.Masks), _options);
        Begin();
        _written = 0; // another device may have begun
        GC.Collect(); // what was read to be checked may be hundreds of megabytes
        long begun = Stopwatch.GetTimestamp();
        await work(segmenter);
        return ReportOf(
            $"{device.Name}: {device.Description}", segmenter.ObjectIds, Stopwatch.GetElapsedTime(begun).TotalSeconds, segmenter.ComputeTime.TotalSeconds) with
        {
            StartUpSeconds = segmenter.StartUpTime.TotalSeconds,
            Live = input.Clip.CanRewind ? null : new LiveReport(segmenter.DroppedFrames, _delay.Mean.TotalSeconds, _delay.Longest.TotalSeconds),
        };
    }

    /// <summary>Prepares the folder, when there is nothing left that could be refused.</summary>
    private void Begin()
    {
        if (!run.IsVideo) output.Create();
        if (!run.CanResume) return;
        if (resumption.Done == 0) new RunRecordFile(output).Write(record);
        if (resumption.Session is null) output.DeleteSessions(); // they are of another run
    }

    /// <summary>Chooses the bands of rows with which the clip fits in memory.</summary>
    private void Fit(Network sizes, Device device, long available, TextWriter error)
    {
        long hostBytes = VideoSegmenter.HostBytesOf(device, input.Clip, _options, plan.ObjectIds.Count);
        int bands = MemoryNeed.Fit(sizes, Geometry, plan.ObjectIds.Count, hostBytes, available, introductions: Introductions);
        _options = _options with { Bands = bands };
        if (bands > 1 && !run.ProgressAsJson)
            error.WriteLine($"To fit in memory, layers of high resolution run in {bands} bands of rows: it takes longer, and the masks are the same.");
    }

    private ClipReport ReportOf(string device, IReadOnlyList<int> objects, double seconds, double networkSeconds) => new(
        run.Clip, run.Out, run.Results.Overlays, device, Geometry.SourceWidth, Geometry.SourceHeight, Geometry.Width, Geometry.Height,
        input.Survey.Masks.FirstFrame, _written, objects, plan, seconds, networkSeconds, SystemMemory.Peak);

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
