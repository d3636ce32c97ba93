using LiVOS.Media;
using LiVOS.Media.Surveys;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>A clip that was found, with its masks.</summary>
/// <param name="Clip">The clip, ready to be read.</param>
/// <param name="Survey">What was found out.</param>
internal sealed record ClipInput(VideoClip Clip, ClipSurvey Survey) : IAsyncDisposable
{
    /// <summary>Opens a folder of frames or a video, and looks at its masks.</summary>
    /// <param name="query">Where they lie.</param>
    /// <param name="problems">Takes all that is wrong.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <returns>The clip; null where it is no use.</returns>
    public static async Task<ClipInput?> OpenAsync(ClipQuery query, Problems problems, CancellationToken cancellation)
    {
        if (!VideoFile.IsVideo(query.Clip))
            return ClipSurvey.Of(query, problems) is ClipSurvey survey ? new ClipInput(VideoClip.Of((FrameFolder)survey.Frames), survey) : null;

        VideoFile video;
        try
        {
            video = await VideoFile.OpenAsync(query.Clip, query.Selection, cancellation);
        }
        catch (MediaException error)
        {
            problems.Add(error.Message);
            ClipSurvey.AddMissing(query, problems);
            return null;
        }
        if (ClipSurvey.Of(query, video.Frames, problems) is ClipSurvey found) return new ClipInput(video, found);
        await video.DisposeAsync();
        return null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Clip.DisposeAsync();
}
