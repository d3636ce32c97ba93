namespace LiVOS.Studio.Documents;

/// <summary>What a project holds at the moment, and how it came to be: actions that can be undone and done again. Nothing is written here.</summary>
public sealed class StudioDocument
{
    private readonly SortedDictionary<int, FrameRecord> _frames = [];
    private readonly SortedDictionary<int, ObjectRecord> _objects = [];
    private readonly SortedDictionary<int, int> _ends = [];
    private readonly List<Done> _actions = [];
    private int _done; // so many of the actions hold; the others were undone

    /// <summary>The frames that something is known of, by their numbers.</summary>
    public IReadOnlyDictionary<int, FrameRecord> Frames => _frames;

    /// <summary>The objects, by their ids.</summary>
    public IReadOnlyDictionary<int, ObjectRecord> Objects => _objects;

    /// <summary>Where objects end.</summary>
    public IEnumerable<ObjectEnd> Ends => _ends.Select(each => new ObjectEnd(each.Key, each.Value));

    /// <summary>What <see cref="TryUndo"/> would undo; null for nothing.</summary>
    public string? UndoName => _done > 0 ? _actions[_done - 1].Name : null;

    /// <summary>What <see cref="TryRedo"/> would do again; null for nothing.</summary>
    public string? RedoName => _done < _actions.Count ? _actions[_done].Name : null;

    /// <summary>What is known of a frame.</summary>
    public FrameRecord this[int frame] => _frames.GetValueOrDefault(frame, FrameRecord.Empty);

    /// <summary>Begins an action. What was undone before is gone.</summary>
    /// <param name="name">Its name for people, such as <c>Brush in frame 3</c>.</param>
    public void Begin(string name)
    {
        _actions.RemoveRange(_done, _actions.Count - _done);
        _actions.Add(new Done(name, []));
        _done++;
    }

    /// <summary>Makes a change, as a part of the last action.</summary>
    public void Apply(Change change)
    {
        if (_done == 0 || _done < _actions.Count) throw new InvalidOperationException("There is no action that the change is a part of.");
        _actions[^1].Changes.Add((Before(change), change));
        Set(change);
    }

    /// <summary>Takes the last action back.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryUndo()
    {
        if (_done == 0) return false;
        foreach ((Change before, _) in Enumerable.Reverse(_actions[--_done].Changes)) Set(before);
        return true;
    }

    /// <summary>Does again what was undone last.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool TryRedo()
    {
        if (_done == _actions.Count) return false;
        foreach ((_, Change after) in _actions[_done++].Changes) Set(after);
        return true;
    }

    /// <summary>The given masks, in the order of their frames.</summary>
    public IEnumerable<(int Frame, string Mask)> Given => _frames.Where(each => each.Value.Given is not null).Select(each => (each.Key, each.Value.Given!));

    private Change Before(Change change) => change switch
    {
        { Frame: int frame } => Change.Of(frame, this[frame]),
        { Object: int id } => Change.Of(id, _objects.GetValueOrDefault(id)),
        { Ends: int id } => Change.EndOf(id, _ends.TryGetValue(id, out int end) ? end : null),
        _ => throw new ArgumentException("The change changes nothing.", nameof(change)),
    };

    private void Set(Change change)
    {
        if (change.Frame is int frame) Put<FrameRecord>(_frames, frame, change.FrameIs == FrameRecord.Empty ? null : change.FrameIs);
        else if (change.Object is int id) Put<ObjectRecord>(_objects, id, change.ObjectIs);
        else if (change.Ends is int ending)
        {
            if (change.EndsAt is int at) _ends[ending] = at;
            else _ends.Remove(ending);
        }
    }

    private static void Put<T>(SortedDictionary<int, T> all, int key, T? value) where T : class
    {
        if (value is null) all.Remove(key);
        else all[key] = value;
    }

    private sealed record Done(string Name, List<(Change Before, Change After)> Changes);
}
