using System.Buffers.Binary;

namespace LiVOS.Media;

/// <summary>
/// The scans that a JPEG file is built of. A decoder goes over the whole picture for each, even where a scan holds a few bytes only; so
/// their number is bounded before anything is decoded.
/// </summary>
internal static class JpegScans
{
    /// <summary>Programs that save progressive files make 3 to 20.</summary>
    private const int MostScans = 100;

    /// <summary>Scans times pixels: 16 scans of the largest picture that is taken.</summary>
    private const long MostWork = 16L * PictureSize.MostPixels;

    /// <summary>Refuses a file with too many scans, or without an end.</summary>
    /// <exception cref="MediaException">The file is refused.</exception>
    public static void Check(ReadOnlySpan<byte> file, JpegHeader header, string path)
    {
        if (Count(file[header.FirstScan..]) is not int scans)
            throw new MediaException($"The JPEG file '{path}' is damaged or cut short (its end is missing); copy or export it again.");
        if (scans > MostScans || (long)scans * header.Width * header.Height > MostWork)
            throw new MediaException($"The JPEG file '{path}' is built of {scans} scans, more than a picture of "
                + $"{header.Width}x{header.Height} pixels needs; save it again as an ordinary JPEG.");
    }

    /// <summary>Counts the scans up to the end's marker; null where there is none.</summary>
    private static int? Count(ReadOnlySpan<byte> file)
    {
        for (int scans = 0, at = 0; ;)
        {
            int step = file[at..].IndexOf((byte)0xFF);
            if (step < 0 || at + step + 1 >= file.Length) return null;
            at += step + 1;
            byte marker = file[at];
            if (marker == 0xFF) continue; // fills; the next one counts
            at++;
            if (marker == 0xD9) return scans;
            if (marker is 0 or 0x01 or (>= 0xD0 and <= 0xD8)) continue; // of the data, or without a length
            if (marker == 0xDA) scans++;
            if (file.Length - at < 2) return null;
            at += BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (at > file.Length) return null;
        }
    }
}
