using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>All that a run writes: the same frames, one output after another.</summary>
/// <param name="outputs">The outputs.</param>
internal sealed class ClipOutputs(IReadOnlyList<IFrameOutput> outputs) : IAsyncDisposable
{
    /// <summary>Frames per second of a video that is made of pictures.</summary>
    private static readonly FrameRate s_rateOfPictures = new(25, 1);

    /// <summary>Makes the outputs of a run.</summary>
    /// <param name="run">What was asked for.</param>
    /// <param name="clip">The clip.</param>
    /// <exception cref="MediaException">A video of results cannot be encoded.</exception>
    public static ClipOutputs Of(ClipRun run, VideoClip clip)
    {
        List<IFrameOutput> outputs = [];
        if (run.IsVideo)
            outputs.Add(new VideoOutput(run.Out, OutputFormat.StyleOf(run.Formats[0])!.Value, OptionsOf(run, clip as VideoFile)));
        else
            outputs.AddRange(run.Formats.Select(format => OutputFormat.Create(format, run.Out, new ClipInfo(NameOf(run.Clip), clip.FileNameOf))));
        if (run.Scores is string scores) outputs.Add(new ScoresFile(scores));
        return new ClipOutputs(outputs);
    }

    /// <summary>Writes a frame.</summary>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public async Task WriteAsync(SegmentedFrame frame)
    {
        foreach (IFrameOutput output in outputs) await output.WriteAsync(frame);
    }

    /// <summary>Ends what was written, so that it is whole.</summary>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public async Task CompleteAsync()
    {
        foreach (IFrameOutput output in outputs) await output.CompleteAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IFrameOutput output in outputs) await output.DisposeAsync();
    }

    /// <summary>A part of the frames has no sound that belongs to it.</summary>
    private static VideoOutputOptions OptionsOf(ClipRun run, VideoFile? video) => new(run.Rate ?? video?.Rate ?? s_rateOfPictures)
    {
        ColorsOf = video,
        SoundOf = run.Selection == FrameSelection.All && run.Rate is null ? video : null,
    };

    private static string NameOf(string clip) => VideoFile.IsStream(clip) ? clip : Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(clip));
}
