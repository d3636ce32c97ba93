namespace LiVOS.Media.Surveys;

/// <summary>Tells which frame a name means: the frame of that name, or else the one frame of that number.</summary>
/// <param name="frames">The frames.</param>
internal sealed class FrameNames(IFrameList frames)
{
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
        IReadOnlyList<int> found = NameNumber.Of(name) is string number ? frames.WithNumber(number) : [];
        if (found.Count == 1) return found[0];
        fault = found.Count > 1
            ? $"could belong to {found.Count} frames of that number, such as '{frames.Name(found[0])}' and '{frames.Name(found[1])}'"
            : "belongs to no frame";
        return -1;
    }
}
