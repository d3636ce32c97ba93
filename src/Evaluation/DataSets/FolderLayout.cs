using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>Which of a clip's annotations are given to the network.</summary>
internal enum GivenMasks
{
    /// <summary>The first; the others are truth.</summary>
    First,

    /// <summary>Of each object the first that shows it, without the objects seen before.</summary>
    FirstOfEachObject,
}

/// <summary>Where a data set of folders lies.</summary>
/// <param name="Frames">A folder of frames for each clip.</param>
/// <param name="Masks">A folder of masks for each clip.</param>
internal sealed record ClipFolders(string Frames, string Masks)
{
    /// <summary>Which of the masks are given.</summary>
    public required GivenMasks Given { get; init; }

    /// <summary>The names of the clips; null for all that have masks.</summary>
    public IReadOnlyList<string>? Subset { get; init; }

    /// <summary>A folder of true masks for each clip; null where there is no truth.</summary>
    public string? Truth { get; init; }

    /// <summary>Whether a clip has one object only.</summary>
    public bool SingleObject { get; init; }

    /// <summary>An id that is background wherever it stands; null where all are objects.</summary>
    public int? BackgroundId { get; init; }

    /// <summary>The frames to save and the objects to expect; null to save all frames.</summary>
    public YouTubeVosMeta? Meta { get; init; }
}

/// <summary>A data set with a folder of frames and a folder of masks for each clip.</summary>
/// <param name="name">Its name on the command line.</param>
/// <param name="size">The shorter side at which its frames are segmented; null for their own size.</param>
/// <param name="submission">What its server takes.</param>
internal abstract class FolderLayout(string name, int? size, Submission submission) : IDataSetLayout
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public DataSet Open(string root)
    {
        Place.RequireRoot(root);
        var problems = new Problems();
        ClipFolders folders = Locate(root, problems);
        ThrowIfAny(problems, root); // without its folders there is no more to tell
        IReadOnlyList<string> names = folders.Subset ?? ClipsIn(folders.Masks);
        if (names.Count == 0) problems.Add($"The folder '{folders.Masks}' holds no clips; put a folder of masks for each clip there.");
        if (folders.Subset is null)
            foreach (string clip in ClipsIn(folders.Frames).Except(names))
                problems.Add($"The frames '{Path.Combine(folders.Frames, clip)}' have no masks '{Path.Combine(folders.Masks, clip)}'; "
                    + "add them, or take the frames out.");

        var clips = new DataSetClip?[names.Count];
        ParallelFor.Run(names.Count, i => clips[i] = new ClipCheck(folders, names[i], i, problems).Run());
        ThrowIfAny(problems, root);
        string[] inputs = [folders.Frames, folders.Masks, .. folders.Truth is null ? Array.Empty<string>() : [folders.Truth]];
        return new DataSet(name, size, submission, inputs, [.. clips.OfType<DataSetClip>()]);
    }

    /// <summary>Finds the folders; what is not there is a problem.</summary>
    protected abstract ClipFolders Locate(string root, Problems problems);

    private void ThrowIfAny(Problems problems, string root) => problems.ThrowIfAny($"'{root}' cannot be run as {name}");

    private static string[] ClipsIn(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!)
            .Where(clip => !clip.StartsWith('.')).Order(StringComparer.Ordinal),
    ];
}
