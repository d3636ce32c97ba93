namespace LiVOS.Media.Surveys;

/// <summary>Tells which frame a name means: the frame of that name, or else the one frame of that number.</summary>
internal sealed class FrameNames
{
    private readonly FrameFolder _frames;
    private readonly Lazy<Dictionary<string, int[]>> _framesOfNumber;

    public FrameNames(FrameFolder frames)
    {
        _frames = frames;
        _framesOfNumber = new(() => Enumerable.Range(0, frames.Count)
            .Where(frame => NameNumber.Of(frames.Name(frame)) is not null)
            .GroupBy(frame => NameNumber.Of(frames.Name(frame))!)
            .ToDictionary(group => group.Key, group => group.ToArray()));
    }

    /// <summary>A frame's name, for examples.</summary>
    public string First => _frames.Name(0);

    /// <summary>Whether a frame has exactly that name.</summary>
    public bool IsName(string name) => _frames.IndexOf(name) >= 0;

    /// <summary>Finds the frame that a mask's name means.</summary>
    /// <param name="name">The name without extension.</param>
    /// <param name="fault">Why there is none, as the end of a sentence.</param>
    /// <returns>The frame's number, from 0; -1 where there is none.</returns>
    public int Find(string name, out string fault)
    {
        fault = "";
        int frame = _frames.IndexOf(name);
        if (frame >= 0) return frame;
        int[] found = NameNumber.Of(name) is string number ? _framesOfNumber.Value.GetValueOrDefault(number, []) : [];
        if (found.Length == 1) return found[0];
        fault = found.Length > 1
            ? $"could belong to {found.Length} frames of that number, such as '{_frames.Name(found[0])}' and '{_frames.Name(found[1])}'"
            : "belongs to no frame";
        return -1;
    }
}
