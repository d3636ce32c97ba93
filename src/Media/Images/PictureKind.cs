namespace LiVOS.Media;

/// <summary>The kinds of picture files that are read.</summary>
public enum PictureKind
{
    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>GIF with a single picture.</summary>
    Gif,

    /// <summary>Truevision TGA, which has no mark of its own: the file's name must end in .tga.</summary>
    Tga,
}
