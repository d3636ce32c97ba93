namespace LiVOS.Evaluation.DataSets;

/// <summary>
/// Any folder with <c>JPEGImages</c> and <c>Annotations</c>, each with a folder for each clip. The first mask of a clip is given; if there are
/// more, they are truth. Frames are segmented at their own size.
/// </summary>
internal sealed class GenericLayout() : FolderLayout("generic", size: null, Submission.None)
{
    /// <inheritdoc/>
    protected override ClipFolders Locate(string root, Problems problems)
    {
        string masks = Place.Folder(root, problems, "Annotations");
        return new ClipFolders(Place.Folder(root, problems, "JPEGImages"), masks) { Given = GivenMasks.First, Truth = masks };
    }
}
