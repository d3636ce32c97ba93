namespace LiVOS.Video;

/// <summary>How sure the network is of each object over time: five bytes for each object and frame.</summary>
public sealed class ConfidenceTimeline
{
    private readonly List<int> _frames = [];
    private readonly SortedDictionary<int, ObjectConfidence> _objects = [];

    /// <summary>The numbers of the frames, in rising order.</summary>
    public IReadOnlyList<int> Frames => _frames;

    /// <summary>The objects, by their ids.</summary>
    public IReadOnlyDictionary<int, ObjectConfidence> Objects => _objects;

    /// <summary>Reads a file of <see cref="ScoresFile"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Media.MediaException">It cannot be read, or is no such file.</exception>
    public static ConfidenceTimeline Read(string path)
    {
        var timeline = new ConfidenceTimeline();
        foreach ((int frame, IReadOnlyList<ObjectScore> scores) in ScoresFile.Read(path)) timeline.Add(frame, scores);
        return timeline;
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="frame">Its number, above those before.</param>
    /// <param name="scores">Its objects.</param>
    public void Add(int frame, IReadOnlyList<ObjectScore> scores)
    {
        foreach (ObjectScore score in scores)
        {
            if (!_objects.TryGetValue(score.Id, out ObjectConfidence? known)) _objects[score.Id] = known = new ObjectConfidence(score.Id);
            known.Add(_frames.Count, score);
        }
        _frames.Add(frame);
    }
}

/// <summary>How sure the network is of an object over time.</summary>
/// <param name="id">The object.</param>
public sealed class ObjectConfidence(int id)
{
    private readonly List<float> _values = [];
    private readonly List<bool> _lost = [];

    /// <summary>The object.</summary>
    public int Id => id;

    /// <summary>The mean probability inside its mask at a place of <see cref="ConfidenceTimeline.Frames"/>; null where it was not followed.</summary>
    public double? At(int place) => place < _values.Count && !float.IsNaN(_values[place]) ? _values[place] : null;

    /// <summary>Whether it was lost there (<see cref="ObjectScore.Lost"/>).</summary>
    public bool IsLostAt(int place) => place < _lost.Count && _lost[place];

    internal void Add(int place, ObjectScore score)
    {
        while (_values.Count < place)
        {
            _values.Add(float.NaN);
            _lost.Add(false);
        }
        if (_values.Count > place) return; // a file may name an object twice
        _values.Add((float)score.MeanP);
        _lost.Add(score.Lost);
    }
}
