using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Errors;
using LiVOS.Media;
using LiVOS.Model.Clicks;
using LiVOS.Video;

namespace LiVOS.Cli.Clicks;

/// <summary>Masks made of clicks and boxes in a clip's frames, as files that a run takes like any others.</summary>
internal sealed class ClickedMasks : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("livos-clicks-").FullName;
    private readonly List<string> _masks = [];

    private ClickedMasks()
    {
    }

    /// <summary>The masks, each with its frame.</summary>
    public IReadOnlyList<string> Masks => _masks;

    /// <summary>Makes the masks. All prompts are checked before the network is loaded.</summary>
    /// <param name="clip">A folder of frames, or a video.</param>
    /// <param name="prompts">Clicks and boxes; none for no masks.</param>
    /// <param name="network">Makes masks of them.</param>
    /// <param name="error">Receives what was found.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InputException">Some of it cannot be used; the message lists all that.</exception>
    public static async Task<ClickedMasks> MakeAsync(
        string clip, IReadOnlyList<FramePrompt> prompts, ClickNetwork network, TextWriter error, CancellationToken cancellation)
    {
        var made = new ClickedMasks();
        if (prompts.Count == 0) return made;
        try
        {
            network.RequireHead(cancellation);
            ILookup<int, FramePrompt> byFrame = prompts.ToLookup(prompt => prompt.Frame);
            int[] frames = [.. byFrame.Select(group => group.Key).Order()];
            IReadOnlyList<ObjectPrompts>[] objects = [.. frames.Select(frame => ObjectsOf(byFrame[frame]))];
            Picture[] pictures = await ReadAsync(clip, frames, cancellation);
            string[] faults =
            [
                .. Enumerable.Range(0, frames.Length).SelectMany(i => objects[i].SelectMany(
                    each => each.Faults(pictures[i].Width, pictures[i].Height, $"frame {frames[i]}"))),
            ];
            if (faults.Length > 0) throw new InputException(Problems.Listing($"'{clip}' cannot be segmented", faults));
            IndexMask[] masks = await network.MasksAsync([.. pictures.Zip(objects)], error, cancellation);
            for (int i = 0; i < frames.Length; i++) made.Add(frames[i], masks[i]);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the files.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Add(int frame, IndexMask mask)
    {
        string path = Path.Combine(_folder, $"clicks-{frame}.png");
        Png.WriteMask(path, mask);
        _masks.Add($"{path}@{frame}");
    }

    private static IReadOnlyList<ObjectPrompts> ObjectsOf(IEnumerable<FramePrompt> prompts) =>
    [
        .. prompts.GroupBy(prompt => prompt.Id).OrderBy(group => group.Key).Select(group =>
            new ObjectPrompts(group.Key, [.. group.Select(prompt => prompt.Click).OfType<Stroke>()])
            {
                Box = group.LastOrDefault(prompt => prompt.Box is not null)?.Box,
            }),
    ];

    private static async Task<Picture[]> ReadAsync(string clip, int[] frames, CancellationToken cancellation)
    {
        if (VideoFile.IsStream(clip))
            throw new InputException($"'{clip}' can be read only once, so its frames cannot be looked at before; save the video as a file, or give --masks.");
        await using VideoClip opened = await VideoClip.OpenAsync(clip, cancellation);
        if (frames[^1] >= opened.Frames.Count)
            throw new InputException($"There is no frame {frames[^1]} in '{clip}'; the last is {opened.Frames.Count - 1} (the first is 0).");
        var pictures = new Picture[frames.Length];
        for (int i = 0; i < frames.Length; i++) pictures[i] = await opened.ReadFrameAsync(frames[i], cancellation);
        return pictures;
    }
}
