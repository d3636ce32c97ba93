using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>
/// BURST: one JSON file with the sequences, the first masks of their objects as run lengths, and the frames that are annotated, which alone
/// are saved.
/// </summary>
internal sealed class BurstLayout : IDataSetLayout
{
    private const int Size = 600;

    private readonly string _split;

    private BurstLayout(string split) => _split = split;

    /// <summary>The validation set.</summary>
    public static BurstLayout Val { get; } = new("val");

    /// <summary>The test set.</summary>
    public static BurstLayout Test { get; } = new("test");

    /// <inheritdoc/>
    public string Name => $"burst-{_split}";

    /// <inheritdoc/>
    public DataSet Open(string root)
    {
        Place.RequireRoot(root);
        var problems = new Problems();
        string frames = Place.Folder(root, problems, $"frames/{_split}");
        string first = Place.File(root, problems, $"{_split}/first_frame_annotations.json", $"annotations/{_split}/first_frame_annotations.json");
        string whole = Path.Combine(Path.GetDirectoryName(first)!, "all_classes.json");
        BurstAnnotations? given = File.Exists(first) ? problems.Try(() => BurstAnnotations.Read(first)) : null;
        BurstAnnotations? truth = File.Exists(whole) ? problems.Try(() => BurstAnnotations.Read(whole)) : null;
        if (given is { Sequences.Count: 0 }) problems.Add($"'{first}' has no sequences; check that it is the file you mean.");
        ThrowIfAny(problems, root);

        foreach (string twice in given!.Sequences.GroupBy(sequence => sequence.ClipName).Where(group => group.Count() > 1).Select(group => group.Key))
            problems.Add($"'{first}' has the sequence '{twice}' more than once; unpack the data set again.");
        Dictionary<string, BurstSequence> trueSequences =
            (truth?.Sequences ?? []).DistinctBy(sequence => sequence.ClipName).ToDictionary(sequence => sequence.ClipName);
        var clips = new DataSetClip?[given.Sequences.Count];
        ParallelFor.Run(clips.Length, i =>
        {
            BurstSequence sequence = given.Sequences[i];
            string folder = Path.Combine(frames, sequence.DataSet, sequence.Name);
            clips[i] = Check(sequence, first, trueSequences.GetValueOrDefault(sequence.ClipName), whole, folder, problems, i);
        });
        ThrowIfAny(problems, root);
        return new DataSet(Name, Size, Submission.BurstPredictions, [frames, Path.GetDirectoryName(first)!], [.. clips.OfType<DataSetClip>()])
        {
            Burst = given,
        };
    }

    private static DataSetClip? Check(
        BurstSequence sequence, string givenFile, BurstSequence? trueSequence, string trueFile, string folder, Problems problems, int number)
    {
        string[] paths = [.. sequence.Frames.Select(file => Path.Combine(folder, file))];
        string[] missing = [.. paths.Where(path => !File.Exists(path))];
        if (paths.Length == 0)
            problems.Add($"'{givenFile}' lists no frames for the sequence '{sequence.ClipName}'; unpack the data set again.", number);
        if (missing.Length > 0)
            problems.Add($"'{folder}' lacks {missing.Length} of {paths.Length} frames that '{givenFile}' lists, "
                + $"the first of them '{missing[0]}'; add them.", number);
        if (paths.Length == 0 || missing.Length > 0) return null;
        FrameFolder? frames = problems.Try(() => FrameFolder.Open(paths), number);
        if (frames is null) return null;

        ClipCheck.CheckFrameSizes(frames, problems, number);
        return problems.Try(
            () =>
            {
                int[] ids = IdsOf(new RunLengthSequence(givenFile, sequence, frames.Width, frames.Height));
                MaskFormat format = RunLengthSequence.FormatFor(ids);
                var given = FirstAppearances.Find(
                    new RunLengthSequence(givenFile, sequence, frames.Width, frames.Height) { Format = format }, frames, problems, number);
                var clip = new DataSetClip(sequence.ClipName, frames, given, ids, sequence.AnnotatedFrames.ToHashSet(), Truth: null)
                {
                    Introductions = given.Introductions,
                    WithheldMasks = given.ShownAgain,
                };
                return trueSequence is null ? clip : clip with
                {
                    Truth = MaskSelection.Truth(new RunLengthSequence(trueFile, trueSequence, frames.Width, frames.Height) { Format = format }, clip),
                };
            },
            number);
    }

    private static int[] IdsOf(RunLengthSequence masks) => [.. Enumerable.Range(0, masks.Count).SelectMany(masks.Ids).Distinct().Order()];

    private void ThrowIfAny(Problems problems, string root) => problems.ThrowIfAny($"'{root}' cannot be run as {Name}");
}
