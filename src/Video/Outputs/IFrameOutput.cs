using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>Writes a clip's masks in some format. Disposed of before it was completed, it removes what is not whole.</summary>
public interface IFrameOutput : IAsyncDisposable
{
    /// <summary>Whether it needs the frames' pictures.</summary>
    bool WantsPictures { get; }

    /// <summary>Takes the next frame. Its picture may be drawn on only if no other output needs it.</summary>
    /// <param name="frame">The frame.</param>
    /// <exception cref="MediaException">It cannot be written.</exception>
    ValueTask WriteAsync(SegmentedFrame frame);

    /// <summary>Says that there are no more frames: files of the whole clip appear.</summary>
    /// <exception cref="MediaException">They cannot be written.</exception>
    ValueTask CompleteAsync();
}
