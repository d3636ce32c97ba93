using LiVOS.Model.Layers;

namespace LiVOS.Model;

/// <summary>The sizes of one session: frames and masks as their clip has them, and frames as the network sees them, padded to multiples of
/// 16 (docs/network.md#padding) or of another number.</summary>
/// <param name="Height">Rows of a frame as the network sees it.</param>
/// <param name="Width">Pixels in a row of a frame as the network sees it.</param>
/// <param name="SourceHeight">Rows of the clip's frames, of given masks and of results.</param>
/// <param name="SourceWidth">Pixels in a row of the clip's frames, of given masks and of results.</param>
public readonly record struct FrameGeometry(int Height, int Width, int SourceHeight, int SourceWidth)
{
    private const int Coarsest = 16;

    /// <summary>Frames that the network sees at their own size.</summary>
    public FrameGeometry(int height, int width) : this(height, width, height, width)
    {
    }

    /// <summary>Padded sides are multiples of it: 16, or a multiple of 16.</summary>
    public int Multiple { get; init; } = Coarsest;

    /// <summary>Whether the network sees frames at another size than their own.</summary>
    public bool IsResampled => (Height, Width) != (SourceHeight, SourceWidth);

    /// <summary>Rows after padding (H).</summary>
    public int PaddedHeight => (Height + Multiple - 1) / Multiple * Multiple;

    /// <summary>Pixels in a row after padding (W).</summary>
    public int PaddedWidth => (Width + Multiple - 1) / Multiple * Multiple;

    /// <summary>Rows of padding above the frame.</summary>
    public int Top => (PaddedHeight - Height) / 2;

    /// <summary>Pixels of padding left of the frame.</summary>
    public int Left => (PaddedWidth - Width) / 2;

    /// <summary>Rows of the coarsest features (h = H/16).</summary>
    public int CoarseHeight => PaddedHeight / Coarsest;

    /// <summary>Positions in a row of the coarsest features (w = W/16).</summary>
    public int CoarseWidth => PaddedWidth / Coarsest;
}
