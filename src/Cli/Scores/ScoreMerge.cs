using System.Text.Json;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Reports;
using LiVOS.Evaluation.Scores;
using LiVOS.Files;
using LiVOS.Media;

namespace LiVOS.Cli.Scores;

/// <summary>The scores in a report of <c>livos score --json</c> or <c>livos eval --json</c>.</summary>
/// <param name="Scores">The scores; null where no clip had ground truth.</param>
/// <param name="LeftOut">The clips that could not be scored.</param>
internal sealed record PartOfScores(SetScore? Scores, IReadOnlyList<LeftOutClip>? LeftOut);

/// <summary>Several parts' scores as one.</summary>
/// <param name="Parts">How many parts there are.</param>
/// <param name="ScoredFrames">The number of frames that were scored.</param>
/// <param name="Scores">The scores, from 0 to 1, clips in the order of their names.</param>
/// <param name="LeftOut">The clips that could not be scored.</param>
internal sealed record MergedScores(int Parts, int ScoredFrames, SetScore Scores, IReadOnlyList<LeftOutClip> LeftOut)
{
    /// <summary>Merges reports. In which order they come, and how clips are shared among them, does not matter.</summary>
    /// <param name="files">The reports' files.</param>
    /// <exception cref="InputException">One cannot be read, or two have scores of one clip that differ.</exception>
    public static MergedScores Of(IReadOnlyList<string> files)
    {
        var problems = new Problems();
        var clips = new SortedDictionary<string, (ClipScore Score, string File)>(StringComparer.Ordinal);
        var leftOut = new SortedDictionary<string, LeftOutClip>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            if (Read(file, problems) is not PartOfScores part) continue;
            foreach (ClipScore clip in part.Scores?.Clips ?? [])
                if (!clips.TryAdd(clip.Name, (clip, file)) && !AreEqual(clips[clip.Name].Score, clip))
                    problems.Add($"'{clips[clip.Name].File}' and '{file}' have different scores of the clip '{clip.Name}'; give those of one evaluation.");
            foreach (LeftOutClip clip in part.LeftOut ?? []) leftOut[clip.Name] = clip;
        }
        if (problems.All is { Count: > 0 } all) throw new InputException(Problems.Listing("The scores cannot be merged", all));
        SetScore scores = SetScore.Of([.. clips.Values.Select(clip => clip.Score)])
            ?? throw new InputException("The reports have no scores of any object; give those of clips that have ground truth.");
        int frames = scores.Clips.Sum(clip => clip.ScoredFrames);
        return new MergedScores(files.Count, frames, scores, [.. leftOut.Values.Where(clip => !clips.ContainsKey(clip.Name))]);
    }

    /// <summary>Shows it to people.</summary>
    public void Show(Spectre.Console.IAnsiConsole console)
    {
        console.Write(ScoreTable.Of(Scores));
        Report.Facts(console, ("merged", $"{ScoredFrames} frames of {Scores.Clips.Count} clips, from {Parts} reports; figures in percent"));
        ScoreTable.ShowNotes(console, Scores, LeftOut, hint: null);
    }

    private static PartOfScores? Read(string file, Problems problems)
    {
        try
        {
            using FileStream stream = RegularFile.OpenRead(file);
            if (JsonSerializer.Deserialize(stream, ReportJson.Default.PartOfScores) is PartOfScores part && IsWhole(part)) return part;
        }
        catch (JsonException)
        {
            // told below
        }
        problems.Add($"'{file}' is no report of 'livos score --json' or 'livos eval --json'; give such files.");
        return null;
    }

    private static bool IsWhole(PartOfScores part) =>
        (part.Scores is not null || part.LeftOut is not null)
        && (part.Scores is null || part.Scores.Clips is not null && part.Scores.Clips.All(clip => clip is { Name: not null, Objects: not null }));

    private static bool AreEqual(ClipScore one, ClipScore other) =>
        one.ScoredFrames == other.ScoredFrames && one.Objects.Count == other.Objects.Count
        && one.Objects.Zip(other.Objects).All(pair => (pair.First.Id, pair.First.J, pair.First.F) == (pair.Second.Id, pair.Second.J, pair.Second.F));
}
