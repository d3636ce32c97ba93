namespace LiVOS.Model;

/// <summary>The sizes of one session: frames as they are given, padded to multiples of 16 (SPEC 1.1), and the labels as they are wanted.</summary>
/// <param name="Height">Rows of a frame.</param>
/// <param name="Width">Pixels in a row of a frame.</param>
/// <param name="OutputHeight">Rows of the resulting labels.</param>
/// <param name="OutputWidth">Pixels in a row of the resulting labels.</param>
public readonly record struct FrameGeometry(int Height, int Width, int OutputHeight, int OutputWidth)
{
    private const int Multiple = 16;

    /// <summary>Labels of the frames' own size.</summary>
    public FrameGeometry(int height, int width) : this(height, width, height, width)
    {
    }

    /// <summary>Whether labels have another size than frames.</summary>
    public bool IsResampled => (Height, Width) != (OutputHeight, OutputWidth);

    /// <summary>Rows after padding (H).</summary>
    public int PaddedHeight => (Height + Multiple - 1) / Multiple * Multiple;

    /// <summary>Pixels in a row after padding (W).</summary>
    public int PaddedWidth => (Width + Multiple - 1) / Multiple * Multiple;

    /// <summary>Rows of padding above the frame.</summary>
    public int Top => (PaddedHeight - Height) / 2;

    /// <summary>Pixels of padding left of the frame.</summary>
    public int Left => (PaddedWidth - Width) / 2;

    /// <summary>Rows of the coarsest features (h = H/16).</summary>
    public int CoarseHeight => PaddedHeight / Multiple;

    /// <summary>Positions in a row of the coarsest features (w = W/16).</summary>
    public int CoarseWidth => PaddedWidth / Multiple;
}
