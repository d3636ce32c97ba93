namespace LiVOS.Media;

/// <summary>Collects faults of the input, so that all are reported at once, before anything is computed. Safe for several threads.</summary>
public sealed class Problems
{
    /// <summary>How many problems are listed one by one; of the others only the number.</summary>
    private const int MostTold = 20;

    private readonly Lock _guard = new();
    private readonly SortedDictionary<int, List<string>> _found = [];

    /// <summary>All problems, in order.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_guard) return [.. _found.Values.SelectMany(ofPlace => ofPlace)];
        }
    }

    /// <summary>Adds a problem.</summary>
    /// <param name="problem">A sentence that names a file or folder and says what to do.</param>
    /// <param name="place">The number of the clip or frame, by which problems are sorted; -1 for what concerns all.</param>
    public void Add(string problem, int place = -1)
    {
        lock (_guard)
        {
            if (!_found.TryGetValue(place, out List<string>? ofPlace)) _found.Add(place, ofPlace = []);
            ofPlace.Add(problem);
        }
    }

    /// <summary>Whether anything is wrong with a clip or frame.</summary>
    /// <param name="place">As in <see cref="Add"/>.</param>
    public bool HasAny(int place)
    {
        lock (_guard) return _found.ContainsKey(place);
    }

    /// <summary>A fault of a clip or frame.</summary>
    /// <param name="place">As in <see cref="Add"/>.</param>
    public IReadOnlyList<string> Of(int place)
    {
        lock (_guard) return _found.TryGetValue(place, out List<string>? ofPlace) ? [.. ofPlace] : [];
    }

    /// <summary>Does something, and adds the problem that stops it.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="place">As in <see cref="Add"/>.</param>
    /// <returns>What it came to; the default where it was stopped.</returns>
    public T? Try<T>(Func<T> action, int place = -1)
    {
        try
        {
            return action();
        }
        catch (MediaException error)
        {
            Add(error.Message, place);
            return default;
        }
    }

    /// <summary>A message that tells problems: one as it is, several as a list, and no more of them than can be read.</summary>
    /// <param name="summary">What they mean, without the full stop.</param>
    /// <param name="problems">At least one.</param>
    public static string Listing(string summary, IReadOnlyList<string> problems)
    {
        if (problems.Count == 1) return problems[0];
        string rest = problems.Count > MostTold ? $"\n- and {problems.Count - MostTold} more" : "";
        return $"{summary}; there are {problems.Count} problems:{string.Concat(problems.Take(MostTold).Select(problem => "\n- " + problem))}{rest}";
    }
}
