namespace LiVOS.Video;

/// <summary>How a frame and its mask become one picture.</summary>
public enum PictureStyle
{
    /// <summary>The frame, tinted where objects are.</summary>
    Overlay,

    /// <summary>White where any object is, black elsewhere.</summary>
    Matte,

    /// <summary>The objects as they are on a ground of one colour.</summary>
    Greenscreen,

    /// <summary>The objects as they are on a transparent ground.</summary>
    Alpha,
}
