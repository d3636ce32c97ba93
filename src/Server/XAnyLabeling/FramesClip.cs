using System.Runtime.CompilerServices;
using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Server;

/// <summary>A clip of pictures in memory, as their files are.</summary>
/// <param name="files">The pictures' files.</param>
/// <param name="width">Their width.</param>
/// <param name="height">Their height.</param>
internal sealed class FramesClip(IReadOnlyList<byte[]> files, int width, int height) : VideoClip
{
    /// <inheritdoc/>
    public override IFrameList Frames { get; } = new NumberedFrames(width, height, files.Count, FrameSelection.All);

    /// <inheritdoc/>
    internal override int BackwardFrames => 1;

    /// <inheritdoc/>
    internal override async IAsyncEnumerable<Picture> ReadAsync(
        int first, int end, SparePictures spare, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int frame = first; frame < Math.Min(end, files.Count); frame++)
        {
            int number = frame;
            Picture picture = await Task.Run(() => Picture.Decode(files[number], $"frame {number}", spare.Take()), cancellation);
            if ((picture.Width, picture.Height) != (width, height))
                throw new MediaException($"'frame {number}' is {picture.Width}x{picture.Height}, but the first is {width}x{height}; send frames of one size.");
            yield return picture;
        }
    }
}
