using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>Paints frames with their masks, into memory of its own.</summary>
/// <param name="style">How.</param>
/// <param name="ground">The colour behind the objects of <see cref="PictureStyle.Greenscreen"/>.</param>
internal sealed class MaskPainter(PictureStyle style, (byte R, byte G, byte B) ground)
{
    private const double Opacity = 0.5;

    private byte[] _pixels = [];
    private Picture? _overlay;

    /// <summary>The colour that MatAnyone gives the ground.</summary>
    public static (byte R, byte G, byte B) Green => (120, 255, 155);

    /// <summary>Whether frames are needed, not masks alone.</summary>
    public bool WantsPictures => style != PictureStyle.Matte;

    /// <summary>Bytes of a pixel: 1 for grey, 3 for RGB, 4 for RGBA.</summary>
    public int Channels => style switch
    {
        PictureStyle.Matte => 1,
        PictureStyle.Alpha => 4,
        _ => 3,
    };

    /// <summary>Paints a frame.</summary>
    /// <returns>Its pixels, row by row; overwritten by the next.</returns>
    public byte[] Paint(SegmentedFrame frame)
    {
        LabelMask mask = frame.Mask;
        if (style == PictureStyle.Overlay)
        {
            _overlay ??= new Picture(mask.Width, mask.Height);
            frame.Picture!.Rgb.CopyTo(_overlay.Rgb, 0);
            Overlay.Draw(_overlay, mask, Opacity);
            return _overlay.Rgb;
        }
        if (_pixels.Length == 0) _pixels = new byte[mask.Labels.Length * Channels];
        if (style == PictureStyle.Matte)
            for (int i = 0; i < _pixels.Length; i++) _pixels[i] = mask.Labels[i] == 0 ? (byte)0 : byte.MaxValue;
        else
            CutOut(frame.Picture!.Rgb, mask.Labels);
        return _pixels;
    }

    /// <summary>The objects' own colours; behind them the ground, which is transparent where there is alpha.</summary>
    private void CutOut(byte[] rgb, byte[] labels)
    {
        int channels = Channels;
        for (int i = 0; i < labels.Length; i++)
        {
            Span<byte> pixel = _pixels.AsSpan(i * channels, channels);
            bool isObject = labels[i] != 0;
            if (isObject) rgb.AsSpan(3 * i, 3).CopyTo(pixel);
            else if (channels == 4) pixel[..3].Clear();
            else (pixel[0], pixel[1], pixel[2]) = ground;
            if (channels == 4) pixel[3] = isObject ? byte.MaxValue : (byte)0;
        }
    }
}
