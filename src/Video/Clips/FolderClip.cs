using System.Runtime.CompilerServices;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A folder of pictures, any of which can be read at any time.</summary>
/// <param name="frames">The folder.</param>
internal sealed class FolderClip(FrameFolder frames) : VideoClip
{
    /// <inheritdoc/>
    public override IFrameList Frames => frames;

    /// <inheritdoc/>
    internal override int BackwardFrames => 1;

    /// <inheritdoc/>
    public override string FileNameOf(int index) => Path.GetFileName(frames.Path(index));

    /// <inheritdoc/>
    internal override async IAsyncEnumerable<Picture> ReadAsync(
        int first, int end, SparePictures spare, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int frame = first; frame < Math.Min(end, frames.Count); frame++)
            yield return await Task.Run(() => frames.Read(frame, spare.Take()), cancellation);
    }
}
