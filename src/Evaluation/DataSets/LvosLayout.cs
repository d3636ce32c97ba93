namespace LiVOS.Evaluation.DataSets;

/// <summary>
/// LVOS: every object's first mask is given. The validation set comes fully annotated: <c>Annotations_first_only</c>, which the published code has
/// made by a script, is taken where it is there, and else what it would hold.
/// </summary>
internal sealed class LvosLayout : FolderLayout
{
    private readonly string _folder;
    private readonly bool _hasTruth;

    private LvosLayout(string name, string folder, Submission submission) : base(name, size: 480, submission) =>
        (_folder, _hasTruth) = (folder, submission == Submission.None);

    /// <summary>The validation set.</summary>
    public static LvosLayout Val { get; } = new("lvos-val", "valid", Submission.None);

    /// <summary>The test set.</summary>
    public static LvosLayout Test { get; } = new("lvos-test", "test", Submission.ZipOfAnnotations);

    /// <inheritdoc/>
    protected override ClipFolders Locate(string root, Problems problems)
    {
        string frames = Place.Folder(root, problems, $"{_folder}/JPEGImages", "JPEGImages");
        if (!_hasTruth) return new ClipFolders(frames, Masks("Annotations")) { Given = GivenMasks.FirstOfEachObject };

        string[] firstOnly = [Path.Combine(root, _folder, "Annotations_first_only"), Path.Combine(root, "Annotations_first_only")];
        string[] whole = [Path.Combine(root, _folder, "Annotations"), Path.Combine(root, "Annotations")];
        string? truth = whole.FirstOrDefault(Directory.Exists);
        return firstOnly.FirstOrDefault(Directory.Exists) is string given
            ? new ClipFolders(frames, given) { Given = GivenMasks.FirstOfEachObject, Truth = truth }
            : new ClipFolders(frames, Masks("Annotations")) { Given = GivenMasks.FirstOfEachObject, Truth = truth };

        string Masks(string name) => Place.Folder(root, problems, $"{_folder}/{name}", name);
    }
}
