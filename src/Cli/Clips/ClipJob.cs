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

/// <summary>A run whose input has been checked.</summary>
/// <param name="run">What was asked for.</param>
/// <param name="survey">The clip.</param>
/// <param name="resumption">Where to begin.</param>
/// <param name="geometry">The sizes.</param>
/// <param name="output">Takes the results.</param>
/// <param name="plan">The plan that was printed.</param>
internal sealed class ClipJob(ClipRun run, ClipSurvey survey, Resumption resumption, FrameGeometry geometry, OutputFolder output, ClipPlan plan)
{
    private int Frames => survey.Frames.Count;

    /// <summary>The report of a run that was complete before.</summary>
    public ClipReport NothingToDo() => ReportOf("none", 0, plan.ObjectIds, 0, 0, null);

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

        using var segmenter = new Segmenter(network, geometry);
        begin();
        GC.Collect(); // what was read to be checked may be hundreds of megabytes
        var pipeline = new ClipPipeline(survey.Frames, resumption.Masks, segmenter, output)
        {
            FirstFrame = resumption.FirstFrame,
            FirstWritten = resumption.Done,
        };
        long begun = Stopwatch.GetTimestamp();
        await RunAsync(pipeline, error, cancellation);
        return ReportOf(
            $"{device.Name}: {device.Description}", pipeline.Written, segmenter.ObjectIds, Stopwatch.GetElapsedTime(begun).TotalSeconds,
            pipeline.ComputeTime.TotalSeconds, profiled is null ? null : ProfileReport.Of(profiled));

        void RequireMemory(Network sizes) => MemoryNeed.Require(
            sizes, geometry, plan.ObjectIds.Count, new PipelineBuffers(device, geometry, run.Overlay).Bytes, available, introductions: survey.Introductions);
    }

    private ClipReport ReportOf(string device, int written, IReadOnlyList<int> objects, double seconds, double networkSeconds, ProfileReport? profile) => new(
        run.Clip, run.Out, output.Overlays, device, geometry.SourceWidth, geometry.SourceHeight, geometry.Width, geometry.Height,
        survey.Masks.FirstFrame, written, objects, plan, seconds, networkSeconds, SystemMemory.Peak)
    {
        Profile = profile,
    };

    private async Task RunAsync(ClipPipeline pipeline, TextWriter error, CancellationToken cancellation)
    {
        int done = resumption.Done;
        try
        {
            await FrameProgress.ShowAsync(error, "segmenting", Frames - done, progress => pipeline.RunAsync(progress, cancellation), cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException(
                $"Stopped: {done + pipeline.Written} of {Frames} masks were written to '{run.Out}'; the same command with --resume goes on.");
        }
        catch (MediaException e) when (pipeline.Written > 0)
        {
            throw new MediaException(
                $"{e.Message} ({done + pipeline.Written} of {Frames} masks were written to '{run.Out}' before; --resume goes on from there)", e);
        }
    }
}
