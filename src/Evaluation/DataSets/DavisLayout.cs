namespace LiVOS.Evaluation.DataSets;

/// <summary>DAVIS 2016 and 2017 at 480p: a text file names the clips; validation sets have every frame annotated.</summary>
internal sealed class DavisLayout : FolderLayout
{
    private const string Resolution = "480p";

    /// <summary>Where nothing is known, as the masks of DAVIS's other tasks have it; davis2017-evaluation reads it as background.</summary>
    private const int Void = 255;

    private readonly string[] _bases, _subsets;
    private readonly bool _hasTruth;

    private DavisLayout(string name, Submission submission, string[] bases, string[] subsets) : base(name, size: 480, submission) =>
        (_bases, _subsets, _hasTruth) = (bases, subsets, submission == Submission.None);

    /// <summary>DAVIS 2016, validation: whatever moves is one object. The subset is a file of DAVIS 2017, or the one in DAVIS 2016's own form.</summary>
    public static DavisLayout Val2016 { get; } = new(
        "d16-val", Submission.None, ["", "2016"],
        [
            "ImageSets/2016/val.txt", "ImageSets/480p/val.txt", "../2017/trainval/ImageSets/2016/val.txt",
            "2017/trainval/ImageSets/2016/val.txt", "2016/ImageSets/480p/val.txt",
        ]);

    /// <summary>DAVIS 2017, validation.</summary>
    public static DavisLayout Val2017 { get; } = new(
        "d17-val", Submission.None, ["", "trainval", "2017/trainval"],
        ["ImageSets/2017/val.txt", "trainval/ImageSets/2017/val.txt", "2017/trainval/ImageSets/2017/val.txt"]);

    /// <summary>DAVIS 2017, test-dev: the first masks only.</summary>
    public static DavisLayout TestDev2017 { get; } = new(
        "d17-test-dev", Submission.ZipOfClips, ["", "test-dev", "2017/test-dev"],
        ["ImageSets/2017/test-dev.txt", "test-dev/ImageSets/2017/test-dev.txt", "2017/test-dev/ImageSets/2017/test-dev.txt"]);

    /// <inheritdoc/>
    protected override ClipFolders Locate(string root, Problems problems)
    {
        string masks = Place.Folder(root, problems, [.. _bases.Select(folder => $"{folder}/Annotations/{Resolution}".TrimStart('/'))]);
        string subset = Place.File(root, problems, _subsets);
        return new ClipFolders(Place.Folder(root, problems, [.. _bases.Select(folder => $"{folder}/JPEGImages/{Resolution}".TrimStart('/'))]), masks)
        {
            Given = GivenMasks.First,
            Subset = File.Exists(subset) ? problems.Try(() => SubsetFile.Read(subset)) : null,
            Truth = _hasTruth ? masks : null,
            SingleObject = this == Val2016,
            BackgroundId = this == Val2016 ? null : Void, // in DAVIS 2016's own masks, 255 is the object
        };
    }
}
