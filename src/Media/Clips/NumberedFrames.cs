using System.Globalization;

namespace LiVOS.Media;

/// <summary>The frames of a video, which have no names but their numbers: <c>00000</c>, <c>00001</c> and so on.</summary>
/// <param name="width">Their width in pixels.</param>
/// <param name="height">Their height in pixels.</param>
/// <param name="sourceCount">How many the video has; <see cref="int.MaxValue"/> where only its end tells.</param>
/// <param name="selection">Which of them are taken; names are the video's own numbers.</param>
public sealed class NumberedFrames(int width, int height, int sourceCount, FrameSelection selection) : IFrameList
{
    /// <inheritdoc/>
    public int Count { get; } = selection.CountOf(sourceCount);

    /// <inheritdoc/>
    public int Width => width;

    /// <inheritdoc/>
    public int Height => height;

    /// <inheritdoc/>
    public string Name(int index) => selection.SourceOf(index).ToString("00000", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public int IndexOf(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int source) && selection.IndexOf(source) is >= 0 and int index
            && index < Count && Name(index) == name ? index : -1;

    /// <inheritdoc/>
    public IReadOnlyList<int> WithNumber(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int source) && selection.IndexOf(source) is >= 0 and int index
            && index < Count ? [index] : [];
}
