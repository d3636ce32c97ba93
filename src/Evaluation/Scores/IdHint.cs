namespace LiVOS.Evaluation.Scores;

/// <summary>Finds masks whose ids are numbered otherwise than the truth's: then all scores are 0, however right the masks are.</summary>
internal static class IdHint
{
    private const int MostListed = 5;

    /// <summary>A sentence on clips of whose objects none has an id of the truth's; null where there is no such clip.</summary>
    /// <param name="clips">The compared frames of each clip.</param>
    public static string? Of(IReadOnlyList<IReadOnlyList<FrameComparison>> clips)
    {
        (int[] Predicted, int[] Truth)[] ids =
        [
            .. clips.Select(frames => (Ids(frames, values => values.InPrediction), Ids(frames, values => values.InTruth)))
                .Where(ids => ids is ({ Length: > 0 }, { Length: > 0 })),
        ];
        (int[] Predicted, int[] Truth)[] apart = [.. ids.Where(clip => !clip.Predicted.Intersect(clip.Truth).Any())];
        if (apart.Length == 0) return null;
        string where = apart.Length == ids.Length ? "" : $"In {apart.Length} of {ids.Length} clips ";
        string found = $"{where}{(where.Length == 0 ? "No" : "no")} id of the masks is one of the truth's: "
            + $"{List(apart.SelectMany(clip => clip.Predicted))} against {List(apart.SelectMany(clip => clip.Truth))}";
        return $"{found}; objects are compared by their ids, so give both the same.";
    }

    private static int[] Ids(IEnumerable<FrameComparison> frames, Func<FrameComparison.ObjectValues, bool> shown) =>
        [.. frames.SelectMany(frame => frame.Objects).Where(pair => shown(pair.Value)).Select(pair => pair.Key).Distinct()];

    private static string List(IEnumerable<int> ids)
    {
        int[] all = [.. ids.Distinct().Order()];
        return string.Join(", ", all.Take(MostListed)) + (all.Length > MostListed ? $" and {all.Length - MostListed} more" : "");
    }
}
