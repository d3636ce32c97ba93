using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>All that is written of a clip: the same frames, one output after another.</summary>
/// <param name="outputs">The outputs.</param>
internal sealed class ClipOutputs(IReadOnlyList<IFrameOutput> outputs) : IAsyncDisposable
{
    /// <summary>Makes the outputs.</summary>
    /// <param name="results">What is asked for.</param>
    /// <param name="name">The clip: a file, a folder or an address.</param>
    /// <param name="fileOf">The file name of a frame's picture.</param>
    /// <param name="video">The clip, if it is a video: its rate and colours are carried over.</param>
    /// <param name="withSound">Whether its sound is too.</param>
    /// <param name="report">What reports on the results, behind them; null for nothing.</param>
    /// <exception cref="MediaException">A video of results cannot be encoded.</exception>
    public static ClipOutputs Of(ClipResults results, string name, Func<int, string> fileOf, VideoFile? video, bool withSound, IFrameOutput? report = null)
    {
        List<IFrameOutput> outputs = [];
        if (results.IsVideo)
        {
            outputs.Add(new VideoOutput(
                results.Out, OutputFormat.StyleOf(results.Formats[0])!.Value, new VideoOutputOptions(results.Rate ?? video?.Rate ?? FrameRate.OfPictures)
                {
                    Ground = results.Ground,
                    ColorsOf = video,
                    SoundOf = withSound && results.Rate is null ? video : null,
                }));
        }
        else
        {
            var clip = new ClipInfo(NameOf(name), fileOf) { Categories = results.Categories };
            outputs.AddRange(results.Formats.Select(format => OutputFormat.Create(format, results.Out, clip, results.Ground, results.SoftBits)));
        }
        if (results.Scores is string scores) outputs.Add(new ScoresFile(scores));
        if (report is not null) outputs.Add(report);
        return new ClipOutputs(outputs);
    }

    /// <summary>Writes frames until their end. Where they break off, what came before is kept and whole.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="written">Called after each.</param>
    /// <exception cref="MediaException">One cannot be read or written.</exception>
    public async Task WriteAllAsync(IAsyncEnumerable<SegmentedFrame> frames, Action<SegmentedFrame> written)
    {
        bool isWriting = false, isAny = false;
        try
        {
            await foreach (SegmentedFrame frame in frames)
            {
                isWriting = true;
                foreach (IFrameOutput output in outputs) await output.WriteAsync(frame);
                isWriting = false;
                isAny = true;
                written(frame);
            }
        }
        catch when (!isWriting && isAny)
        {
            await CompleteAsync();
            throw;
        }
        await CompleteAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IFrameOutput output in outputs) await output.DisposeAsync();
    }

    private async Task CompleteAsync()
    {
        foreach (IFrameOutput output in outputs) await output.CompleteAsync();
    }

    private static string NameOf(string clip) => VideoFile.IsStream(clip) ? clip : Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(clip));
}
