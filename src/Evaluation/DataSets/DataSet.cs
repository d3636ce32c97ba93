namespace LiVOS.Evaluation.DataSets;

/// <summary>A data set that has been checked: every clip can be run.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Size">The shorter side at which its frames are segmented; null for their own size.</param>
/// <param name="Submission">What its server takes.</param>
/// <param name="Inputs">The folders that it is read from, to which nothing may be written.</param>
/// <param name="Clips">Its clips in the order in which they run, at least one.</param>
public sealed record DataSet(string Name, int? Size, Submission Submission, IReadOnlyList<string> Inputs, IReadOnlyList<DataSetClip> Clips)
{
    /// <summary>The annotations that predictions are added to, if the submission is <see cref="Submission.BurstPredictions"/>.</summary>
    public BurstAnnotations? Burst { get; init; }
}

/// <summary>The format that a data set's server takes.</summary>
public enum Submission
{
    /// <summary>Nothing: the ground truth is public.</summary>
    None,

    /// <summary>A zip of the folder <c>Annotations</c>.</summary>
    ZipOfAnnotations,

    /// <summary>A zip with the clips' folders at its root.</summary>
    ZipOfClips,

    /// <summary>The file <c>predictions.json</c> with masks as run lengths.</summary>
    BurstPredictions,
}
