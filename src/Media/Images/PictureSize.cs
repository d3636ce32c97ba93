namespace LiVOS.Media;

/// <summary>The sizes that are accepted. The size that a file claims is checked here, before memory is allocated for it.</summary>
internal static class PictureSize
{
    /// <summary>The longest side in pixels.</summary>
    public const int LongestSide = 32768;

    /// <summary>The most pixels: 64 Mi, twice a frame of 7680x4320.</summary>
    public const int MostPixels = 1 << 26;

    /// <summary>Width times height, where both are in range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1, or the area more than arrays can hold.</exception>
    public static int Area(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, int.MaxValue / 4, nameof(height));
        return width * height;
    }

    /// <summary>Refuses a file whose header gives an impossible or absurd size.</summary>
    /// <exception cref="MediaException">The size is not taken.</exception>
    public static void Check(long width, long height, string path)
    {
        if (width < 1 || height < 1)
            throw new MediaException($"'{path}' has no pixels (its size is {width}x{height}); export it again.");
        if (width > LongestSide || height > LongestSide || width * height > MostPixels)
            throw new MediaException($"'{path}' is {width}x{height} pixels, "
                + $"more than the {LongestSide} a side and {MostPixels} in all that are taken; scale it down.");
    }
}
