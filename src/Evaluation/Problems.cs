using LiVOS.Media;

namespace LiVOS.Evaluation;

/// <summary>Collects what is wrong with folders of clips, so that all of it can be told at once. Safe for several threads.</summary>
sealed class Problems
{
    readonly Lock guard = new();
    readonly SortedDictionary<int, List<string>> found = [];

    /// <summary>Adds a problem.</summary>
    /// <param name="problem">A sentence that names a file or folder and says what to do.</param>
    /// <param name="clip">The number of the clip, by which problems are sorted; -1 for what concerns all.</param>
    public void Add(string problem, int clip = -1)
    {
        lock (guard)
        {
            if (!found.TryGetValue(clip, out List<string>? ofClip)) found.Add(clip, ofClip = []);
            ofClip.Add(problem);
        }
    }

    /// <summary>Does something, and adds the problem that stops it.</summary>
    /// <returns>What it came to; the default where it was stopped.</returns>
    public T? Try<T>(Func<T> action, int clip = -1)
    {
        try
        {
            return action();
        }
        catch (MediaException error)
        {
            Add(error.Message, clip);
            return default;
        }
    }

    /// <summary>Tells the problems, if there are any.</summary>
    /// <exception cref="DataSetException">There are.</exception>
    public void ThrowIfAny(string summary)
    {
        if (found.Count > 0) throw new DataSetException(summary, [.. found.Values.SelectMany(ofClip => ofClip)]);
    }
}
