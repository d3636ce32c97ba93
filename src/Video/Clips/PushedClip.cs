using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A clip whose frames another part of the program gives, one after another: from a camera, a game, a decoder of its own.</summary>
/// <remarks>One thread pushes while another takes the results. A frame that nobody waits for makes <see cref="PushAsync"/> wait, so that memory
/// stays constant.</remarks>
/// <param name="width">The frames' width in pixels.</param>
/// <param name="height">The frames' height in pixels.</param>
public sealed class PushedClip(int width, int height) : VideoClip
{
    private const int MostWaiting = 2;

    private readonly Channel<Picture> _pushed = Channel.CreateBounded<Picture>(MostWaiting);
    private SparePictures? _spare;
    private int _isRead;

    /// <inheritdoc/>
    public override IFrameList Frames { get; } = new NumberedFrames(width, height, int.MaxValue, FrameSelection.All);

    /// <inheritdoc/>
    public override bool CanRewind => false;

    /// <summary>Gives the next frame. Its pixels are copied before this returns.</summary>
    /// <param name="pixels">The rows, from the top.</param>
    /// <param name="format">The pixels' bytes.</param>
    /// <param name="stride">Bytes from a row's beginning to the next one's; 0 where rows follow each other without a gap.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Completed when there is room for another frame.</returns>
    /// <exception cref="ArgumentException">The pixels are fewer than a frame's, or the stride is shorter than a row.</exception>
    /// <exception cref="ChannelClosedException">The clip was completed, or nobody reads it any more.</exception>
    public ValueTask PushAsync(ReadOnlySpan<byte> pixels, PixelFormat format = PixelFormat.Rgb, int stride = 0, CancellationToken cancellation = default)
    {
        int row = width * PixelRows.BytesOf(format);
        if (stride == 0) stride = row;
        if (stride < row) throw new ArgumentException($"A row of {width} pixels has {row} bytes, more than a stride of {stride}.", nameof(stride));
        long needed = (height - 1L) * stride + row;
        if (pixels.Length < needed)
            throw new ArgumentException($"A frame of {width}x{height} has {needed} bytes, but only {pixels.Length} were given.", nameof(pixels));

        byte[] rgb = _spare?.Take() ?? new byte[3 * width * height];
        for (int y = 0; y < height; y++) PixelRows.ToRgb(pixels.Slice(y * stride, row), format, rgb.AsSpan(3 * width * y, 3 * width));
        return _pushed.Writer.WriteAsync(new Picture(width, height, rgb), cancellation);
    }

    /// <summary>Says that there are no more frames.</summary>
    /// <param name="error">What ended them; null for the end of the clip. It reaches whoever takes the results, after all frames before.</param>
    public void Complete(Exception? error = null) => _pushed.Writer.TryComplete(error);

    /// <inheritdoc/>
    internal override async IAsyncEnumerable<Picture> ReadAsync(
        int first, int end, SparePictures spare, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _isRead, 1) != 0) throw new InvalidOperationException("The frames of a pushed clip can be read only once.");
        _spare = spare;
        try
        {
            int frame = 0;
            await foreach (Picture picture in _pushed.Reader.ReadAllAsync(cancellation))
            {
                if (frame++ < first) spare.Return(picture);
                else yield return picture;
                if (frame >= end) break;
            }
        }
        finally
        {
            Complete();
        }
    }
}
