namespace LiVOS.Evaluation.DataSets;

/// <summary>
/// YouTube-VOS, validation: runs on all frames (<c>valid_all_frames</c>), later masks introduce objects, and <c>meta.json</c> says which frames
/// are saved.
/// </summary>
internal sealed class YouTubeVosLayout : FolderLayout
{
    private YouTubeVosLayout(string name) : base(name, size: 480, Submission.ZipOfAnnotations)
    {
    }

    /// <summary>YouTube-VOS 2018.</summary>
    public static YouTubeVosLayout Val2018 { get; } = new("y18-val");

    /// <summary>YouTube-VOS 2019.</summary>
    public static YouTubeVosLayout Val2019 { get; } = new("y19-val");

    /// <inheritdoc/>
    protected override ClipFolders Locate(string root, Problems problems)
    {
        string meta = Place.File(root, problems, "valid/meta.json", "meta.json");
        return new ClipFolders(
            Place.Folder(root, problems, "all_frames/valid_all_frames/JPEGImages", "valid_all_frames/JPEGImages"),
            Place.Folder(root, problems, "valid/Annotations", "Annotations"))
        {
            Given = GivenMasks.FirstOfEachObject,
            Meta = File.Exists(meta) ? problems.Try(() => YouTubeVosMeta.Read(meta)) : null,
        };
    }
}
