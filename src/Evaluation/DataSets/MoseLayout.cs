namespace LiVOS.Evaluation.DataSets;

/// <summary>MOSE, validation: the first masks only.</summary>
internal sealed class MoseLayout : FolderLayout
{
    private MoseLayout() : base("mose-val", size: 480, Submission.ZipOfClips)
    {
    }

    /// <summary>The validation set.</summary>
    public static MoseLayout Val { get; } = new();

    /// <inheritdoc/>
    protected override ClipFolders Locate(string root, Problems problems) => new(
        Place.Folder(root, problems, "valid/JPEGImages", "JPEGImages"), Place.Folder(root, problems, "valid/Annotations", "Annotations"))
    {
        Given = GivenMasks.First,
    };
}
