namespace LiVOS.Media;

/// <summary>The masks of a clip, or of some of its frames, in the frames' order.</summary>
public interface IMaskSequence
{
    /// <summary>How many masks there are.</summary>
    int Count { get; }

    /// <summary>The name of a mask's frame: a file name without extension.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    string Name(int index);

    /// <summary>The name of a mask in messages: its file, or its place in one.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    string Path(int index);

    /// <summary>Reads a mask. May be called by several threads at a time.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="MediaException">The mask cannot be read.</exception>
    IndexMask Read(int index);
}
