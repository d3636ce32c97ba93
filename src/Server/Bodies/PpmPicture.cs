using System.Globalization;
using System.Text;
using LiVOS.Media;

namespace LiVOS.Server;

/// <summary>Binary PPM with 8 bits a sample: the simplest picture that a program can send.</summary>
internal static class PpmPicture
{
    private const int LongestHeader = 200;

    /// <summary>Whether a file begins as one.</summary>
    public static bool IsPpm(ReadOnlySpan<byte> file) => file.StartsWith("P6"u8) && file.Length > 2 && char.IsWhiteSpace((char)file[2]);

    /// <summary>Reads one.</summary>
    /// <exception cref="MediaException">It is damaged.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, string name)
    {
        int at = 2;
        if (!TryNumber(file, ref at, out int width) || !TryNumber(file, ref at, out int height) || !TryNumber(file, ref at, out int most) || most != 255)
            throw new MediaException($"'{name}' is no PPM of 8 bits a sample ('P6 WIDTH HEIGHT 255', then the pixels).");
        at++; // one space, then the pixels
        long pixels = 3L * width * height;
        if (width < 1 || height < 1 || file.Length - at != pixels)
            throw new MediaException($"'{name}' is a PPM of {width}x{height}, which has {pixels} bytes of pixels, not {Math.Max(0, file.Length - at)}.");
        return new Picture(width, height, file[at..].ToArray());
    }

    /// <summary>Reads a number behind spaces and comments.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> file, ref int at, out int number)
    {
        int end = Math.Min(file.Length, LongestHeader);
        for (bool comment = false; at < end && (comment || file[at] == '#' || char.IsWhiteSpace((char)file[at])); at++)
            comment = file[at] != '\n' && (comment || file[at] == '#');
        int start = at;
        while (at < end && char.IsAsciiDigit((char)file[at])) at++;
        return int.TryParse(Encoding.ASCII.GetString(file[start..at]), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
