using System.Collections.Concurrent;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>The memory of pictures that are done with, for the next ones. Safe for several threads.</summary>
internal sealed class SparePictures
{
    private readonly ConcurrentBag<byte[]> _pixels = [];

    /// <summary>Takes one; null where there is none.</summary>
    public byte[]? Take() => _pixels.TryTake(out byte[]? pixels) ? pixels : null;

    /// <summary>Gives one back.</summary>
    public void Return(Picture? picture)
    {
        if (picture is not null) _pixels.Add(picture.Rgb);
    }
}
