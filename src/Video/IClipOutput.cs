using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>Receives a clip's masks.</summary>
public interface IClipOutput
{
    /// <summary>Whether the frames' pictures are wanted with their masks.</summary>
    bool WantsPictures { get; }

    /// <summary>Takes the next frame's mask.</summary>
    /// <param name="name">The frame's name.</param>
    /// <param name="mask">Its mask, whose labels are overwritten afterwards.</param>
    /// <param name="picture">Its picture, where pictures are wanted: it may be drawn on, and is overwritten afterwards.</param>
    /// <exception cref="MediaException">It cannot be written.</exception>
    void Write(string name, LabelMask mask, Picture? picture);
}
