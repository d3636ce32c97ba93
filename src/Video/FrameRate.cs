using System.Globalization;

namespace LiVOS.Video;

/// <summary>Frames per second as a fraction: 30000/1001 is no decimal number.</summary>
/// <param name="Numerator">Frames.</param>
/// <param name="Denominator">Seconds.</param>
public readonly record struct FrameRate(int Numerator, int Denominator)
{
    /// <summary>That of a video which is made of pictures.</summary>
    public static FrameRate OfPictures { get; } = new(25, 1);

    /// <summary>Frames per second.</summary>
    public double PerSecond => (double)Numerator / Denominator;

    /// <summary>The fraction of a decimal number; 23.976, 29.97 and 59.94 stand for those of television.</summary>
    public static FrameRate Of(double perSecond)
    {
        int whole = (int)Math.Ceiling(perSecond);
        bool isTelevision = perSecond != whole && Math.Abs(whole * 1000 / 1001.0 - perSecond) < 0.005;
        return isTelevision ? new FrameRate(whole * 1000, 1001) : new FrameRate((int)Math.Round(perSecond * 1000), 1000);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Reads FFmpeg's form, <c>30000/1001</c>; null where it is none, or 0.</summary>
    internal static FrameRate? Parse(string? text)
    {
        string[] parts = text?.Split('/') ?? [];
        return parts.Length == 2 && Number(parts[0]) is > 0 and int frames && Number(parts[1]) is > 0 and int seconds ? new FrameRate(frames, seconds) : null;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
