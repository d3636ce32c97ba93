using LiVOS.Media;

namespace LiVOS.Evaluation.Scores;

/// <summary>Folders of true and of predicted masks side by side.</summary>
/// <param name="Clips">The clips that can be compared, in the order of their names, at least one.</param>
/// <param name="LeftOut">The clips that cannot.</param>
public sealed record ScoreFolders(IReadOnlyList<ClipToScore> Clips, IReadOnlyList<LeftOutClip> LeftOut)
{
    private const string Annotations = "Annotations", PredictedOnly = "--predicted-only";

    /// <summary>Finds the clips to score, and checks which of them can be compared.</summary>
    /// <param name="truth">A folder of clips, each a folder of masks, or one clip's folder; "Annotations" within it is found.</param>
    /// <param name="masks">The same of predicted masks.</param>
    /// <param name="subset">The names of the clips to score; null for all.</param>
    /// <param name="predictedOnly">Whether clips without predicted masks are not asked for, as vos-benchmark has it, instead of being problems.</param>
    /// <param name="voidId">The id of true pixels that nothing is known of; null for none.</param>
    /// <exception cref="MediaException">One of the folders is not there.</exception>
    /// <exception cref="DataSetException">No clip can be compared: all that is wrong.</exception>
    public static ScoreFolders Match(
        string truth, string masks, IReadOnlyCollection<string>? subset = null, bool predictedOnly = false, int? voidId = null)
    {
        (truth, masks) = (ClipsOf(truth), ClipsOf(masks));
        (string Name, string Truth, string Masks)[] pairs = [.. Pairs(truth, masks, subset)];
        if (predictedOnly) pairs = [.. pairs.Where(pair => Directory.Exists(pair.Masks))];
        var problems = new Problems();
        if (pairs.Length == 0) problems.Add($"No clip of '{truth}' is to be scored; check the folders and the subset.");
        var clips = new ClipToScore?[pairs.Length];
        ParallelFor.Run(pairs.Length, i => clips[i] = Check(pairs[i].Name, pairs[i].Truth, pairs[i].Masks, voidId, problems, i));
        int[] good = [.. Enumerable.Range(0, pairs.Length).Where(i => !problems.HasAny(i))];
        if (good.Length == 0) problems.ThrowIfAny($"The masks of '{masks}' cannot be scored by those of '{truth}'");
        return new ScoreFolders(
            [.. good.Select(i => clips[i]!)],
            [.. Enumerable.Range(0, pairs.Length).Except(good).Select(i => new LeftOutClip(pairs[i].Name, problems.Of(i)))]);
    }

    private static ClipToScore? Check(string name, string truthFolder, string masksFolder, int? voidId, Problems problems, int number)
    {
        MaskFolder? truth = problems.Try(() => MaskFolder.Open(truthFolder), number);
        if (!Directory.Exists(masksFolder))
        {
            problems.Add($"There is no folder '{masksFolder}' with the predicted masks; add it, or give {PredictedOnly}, "
                + "which leaves out clips without predicted masks.", number);
            return null;
        }
        MaskFolder? masks = problems.Try(() => MaskFolder.Open(masksFolder), number);
        if (truth is null || masks is null) return null;
        var clip = new ClipToScore(name, truth, masks) { Void = voidId };
        if (truth.Count < ClipToScore.LeastTruth)
            problems.Add($"The clip '{name}' has {truth.Count} true masks in '{truthFolder}', but the first and the last are not scored; "
                + $"at least {ClipToScore.LeastTruth} are needed.", number);
        string[] missing = [.. clip.Scored.Select(truth.Name).Where(frame => masks.IndexOf(frame) < 0)];
        if (missing.Length > 0)
            problems.Add($"'{masks.Folder}' lacks {missing.Length} of {clip.Scored.Count()} masks, the first of them '{missing[0]}.png'; "
                + $"every frame that has truth needs one ({PredictedOnly} leaves out whole clips, not single frames).", number);
        CheckSizes(clip, problems, number);
        // Pictures that are no masks, and masks of different kinds, are so from the first on.
        if (!problems.HasAny(number)) problems.Try(() => clip.Read(clip.Scored.First()), number);
        return clip;
    }

    private static void CheckSizes(ClipToScore clip, Problems problems, int number)
    {
        foreach (int frame in clip.Scored)
        {
            string truth = clip.Truth.Path(frame);
            int index = clip.Predicted.IndexOf(clip.Truth.Name(frame));
            if (index < 0) continue;
            string mask = clip.Predicted.Path(index);
            (int Width, int Height) wanted = problems.Try(() => PictureFile.ReadSize(truth), number);
            (int Width, int Height) found = problems.Try(() => PictureFile.ReadSize(mask), number);
            if (wanted != found && wanted.Width > 0 && found.Width > 0)
                problems.Add($"'{mask}' is {found.Width}x{found.Height}, but the true mask '{truth}' is "
                    + $"{wanted.Width}x{wanted.Height}; make them the same size.", number);
        }
    }

    private static IEnumerable<(string Name, string Truth, string Masks)> Pairs(string truth, string masks, IReadOnlyCollection<string>? subset)
    {
        bool single = subset is null && Directory.EnumerateFiles(truth, "*.png").Any();
        if (single) return [(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(truth))), truth, masks)];
        IEnumerable<string> names = subset ?? Directory.EnumerateDirectories(truth).Select(folder => Path.GetFileName(folder)!);
        return names.Where(name => !name.StartsWith('.')).Distinct().Order(StringComparer.Ordinal)
            .Select(name => (name, Path.Combine(truth, name), Path.Combine(masks, name)));
    }

    /// <summary>The folder itself, or that of the annotations within it.</summary>
    private static string ClipsOf(string folder)
    {
        if (!Directory.Exists(folder)) throw new MediaException($"There is no folder '{folder}'; check the name.");
        string within = Path.Combine(folder, Annotations);
        return Directory.Exists(within) ? within : folder;
    }
}
