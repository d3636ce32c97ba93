namespace LiVOS.Video;

/// <summary>The bytes of a pixel, in their order.</summary>
public enum PixelFormat
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>Red, green, blue and an alpha, which is dropped.</summary>
    Rgba,

    /// <summary>Blue, green, red and an alpha, which is dropped.</summary>
    Bgra,

    /// <summary>One brightness.</summary>
    Grey,
}
