using LiVOS.Cli.Reports;
using LiVOS.Evaluation.Report;
using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>The HTML page of a run: how sure the network was of each object over time, and the frames to correct.</summary>
/// <param name="path">The file.</param>
/// <param name="run">The run.</param>
/// <param name="clip">Its clip.</param>
internal sealed class ConfidenceReport(string path, ClipRun run, VideoClip clip) : IFrameOutput
{
    private const int Suggestions = 6;

    private readonly ConfidenceTimeline _timeline = new();

    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        _timeline.Add(frame.Number, frame.Scores);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync()
    {
        List<SuggestedFrame> suggested = [];
        foreach (Correction each in Correction.Suggest(_timeline, Suggestions))
            suggested.Add(new SuggestedFrame(each.Frame, SuggestReport.ReasonOf(each))
            {
                Picture = clip.CanRewind ? await clip.ReadFrameAsync(each.Frame) : null,
                Mask = MaskOf(each.Frame),
            });
        var page = new ConfidencePage(
            $"{Path.GetFileName(run.Clip)}: masks",
            [("clip", run.Clip), ("results", run.Out), ("frames", $"{_timeline.Frames.Count}"), ("objects", $"{_timeline.Objects.Count}")],
            _timeline.Frames,
            SuggestReport.RowsOf(_timeline),
            suggested);
        page.Write(path);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The mask that was written; an empty one where it went into a video or another format.</summary>
    private IndexMask MaskOf(int frame)
    {
        string file = Path.Combine(run.Out, clip.Frames.Name(frame) + ".png");
        return !run.IsVideo && run.Results.Formats.Contains(OutputFormat.Indexed) && File.Exists(file)
            ? Png.ReadMask(file)
            : new IndexMask(clip.Frames.Width, clip.Frames.Height, new int[clip.Frames.Width * clip.Frames.Height]);
    }
}
