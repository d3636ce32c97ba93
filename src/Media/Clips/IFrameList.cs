namespace LiVOS.Media;

/// <summary>The frames of a clip: their size, their order and their names.</summary>
public interface IFrameList
{
    /// <summary>How many frames there are, at least 1; <see cref="int.MaxValue"/> where only the end of the clip tells.</summary>
    int Count { get; }

    /// <summary>The width of all frames in pixels.</summary>
    int Width { get; }

    /// <summary>The height of all frames in pixels.</summary>
    int Height { get; }

    /// <summary>A frame's name: its masks' file name without extension.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    string Name(int index);

    /// <summary>The number of the frame of that name, or -1.</summary>
    int IndexOf(string name);

    /// <summary>The frames in whose names a number comes last.</summary>
    /// <param name="number">Its digits, without leading zeros.</param>
    IReadOnlyList<int> WithNumber(string number);
}
