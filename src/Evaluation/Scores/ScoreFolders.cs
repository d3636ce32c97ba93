using LiVOS.Media;

namespace LiVOS.Evaluation.Scores;

/// <summary>Puts folders of true and of predicted masks side by side, and checks that they can be compared.</summary>
public static class ScoreFolders
{
    const string Annotations = "Annotations";

    /// <summary>Finds the clips to score.</summary>
    /// <param name="truth">A folder of clips, each a folder of masks, or one clip's folder; "Annotations" within it is found.</param>
    /// <param name="masks">The same of predicted masks.</param>
    /// <param name="subset">The names of the clips to score; null for all.</param>
    /// <param name="predictedOnly">Whether clips without predicted masks are left out, as vos-benchmark does, instead of being problems.</param>
    /// <returns>The clips in the order of their names, at least one.</returns>
    /// <exception cref="MediaException">One of the folders is not there.</exception>
    /// <exception cref="DataSetException">Clips, masks or sizes do not fit: all that is wrong.</exception>
    public static IReadOnlyList<ClipToScore> Match(string truth, string masks, IReadOnlyCollection<string>? subset = null, bool predictedOnly = false)
    {
        (truth, masks) = (ClipsOf(truth), ClipsOf(masks));
        (string Name, string Truth, string Masks)[] pairs = [.. Pairs(truth, masks, subset)];
        if (predictedOnly) pairs = [.. pairs.Where(pair => Directory.Exists(pair.Masks))];
        var problems = new Problems();
        if (pairs.Length == 0) problems.Add($"No clip of '{truth}' is to be scored; check the folders and the subset.");
        var clips = new ClipToScore?[pairs.Length];
        Parallel.For(0, pairs.Length, i => clips[i] = Check(pairs[i].Name, pairs[i].Truth, pairs[i].Masks, problems, i));
        problems.ThrowIfAny($"The masks of '{masks}' cannot be scored by those of '{truth}'");
        return [.. clips.OfType<ClipToScore>()];
    }

    /// <summary>Checks that every true mask that is scored has a predicted one of its size.</summary>
    internal static void Check(ClipToScore clip, Problems problems, int number)
    {
        if (clip.Truth.Count < ClipToScore.LeastTruth)
            problems.Add($"The clip '{clip.Name}' has {clip.Truth.Count} true masks, but the first and the last are not scored; "
                + $"at least {ClipToScore.LeastTruth} are needed.", number);
        string[] missing = [.. clip.Scored.Select(clip.Truth.Name).Where(name => clip.Predicted.IndexOf(name) < 0)];
        if (missing.Length > 0)
            problems.Add($"'{clip.Predicted.Folder}' lacks {missing.Length} of {clip.Scored.Count()} masks, the first of them '{missing[0]}.png'; "
                + "every frame that has truth needs one.", number);
    }

    static ClipToScore? Check(string name, string truthFolder, string masksFolder, Problems problems, int number)
    {
        MaskFolder? truth = problems.Try(() => MaskFolder.Open(truthFolder), number);
        MaskFolder? masks = problems.Try(() => MaskFolder.Open(masksFolder), number);
        if (truth is null || masks is null) return null;
        var clip = new ClipToScore(name, truth, masks);
        Check(clip, problems, number);
        foreach (int frame in clip.Scored)
        {
            int index = masks.IndexOf(truth.Name(frame));
            if (index < 0) continue;
            (int Width, int Height) wanted = problems.Try(() => PictureFile.ReadSize(truth.Path(frame)), number);
            (int Width, int Height) found = problems.Try(() => PictureFile.ReadSize(masks.Path(index)), number);
            if (wanted != found && wanted.Width > 0 && found.Width > 0)
                problems.Add($"'{masks.Path(index)}' is {found.Width}x{found.Height}, but the true mask '{truth.Path(frame)}' is "
                    + $"{wanted.Width}x{wanted.Height}; make them the same size.", number);
        }
        return clip;
    }

    static IEnumerable<(string Name, string Truth, string Masks)> Pairs(string truth, string masks, IReadOnlyCollection<string>? subset)
    {
        bool single = subset is null && Directory.EnumerateFiles(truth, "*.png").Any();
        if (single) return [(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(truth))), truth, masks)];
        IEnumerable<string> names = subset ?? Directory.EnumerateDirectories(truth).Select(folder => Path.GetFileName(folder)!);
        return names.Where(name => !name.StartsWith('.')).Distinct().Order(StringComparer.Ordinal)
            .Select(name => (name, Path.Combine(truth, name), Path.Combine(masks, name)));
    }

    /// <summary>The folder itself, or that of the annotations within it.</summary>
    static string ClipsOf(string folder)
    {
        if (!Directory.Exists(folder)) throw new MediaException($"There is no folder '{folder}'; check the name.");
        string within = Path.Combine(folder, Annotations);
        return Directory.Exists(within) ? within : folder;
    }
}
