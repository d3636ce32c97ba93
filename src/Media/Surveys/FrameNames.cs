namespace LiVOS.Media.Surveys;

/// <summary>Tells which frame a name means: the frame of that name, or else the one frame of that number.</summary>
sealed class FrameNames
{
    readonly FrameFolder frames;
    readonly Lazy<Dictionary<string, int[]>> framesOfNumber;

    public FrameNames(FrameFolder frames)
    {
        this.frames = frames;
        framesOfNumber = new(() => Enumerable.Range(0, frames.Count)
            .Where(frame => NameNumber.Of(frames.Name(frame)) is not null)
            .GroupBy(frame => NameNumber.Of(frames.Name(frame))!)
            .ToDictionary(group => group.Key, group => group.ToArray()));
    }

    /// <summary>A frame's name, for examples.</summary>
    public string First => frames.Name(0);

    /// <summary>Whether a frame has exactly that name.</summary>
    public bool IsName(string name) => frames.IndexOf(name) >= 0;

    /// <summary>Finds the frame that a mask's name means.</summary>
    /// <param name="name">The name without extension.</param>
    /// <param name="fault">Why there is none, as the end of a sentence.</param>
    /// <returns>The frame's number, from 0; -1 where there is none.</returns>
    public int Find(string name, out string fault)
    {
        fault = "";
        int frame = frames.IndexOf(name);
        if (frame >= 0) return frame;
        int[] found = NameNumber.Of(name) is string number ? framesOfNumber.Value.GetValueOrDefault(number, []) : [];
        if (found.Length == 1) return found[0];
        fault = found.Length > 1
            ? $"could belong to {found.Length} frames of that number, such as '{frames.Name(found[0])}' and '{frames.Name(found[1])}'"
            : "belongs to no frame";
        return -1;
    }
}
