namespace LiVOS.Media.Tests;

/// <summary>EXIF data of one tag.</summary>
internal static class Exif
{
    /// <summary>As PNG's eXIf holds it.</summary>
    public static byte[] Of(int orientation, bool little = true) => little
        ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
        : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>A JPEG file with EXIF data in it.</summary>
    public static byte[] In(byte[] jpeg, byte[] exif) =>
        [.. jpeg[..2], 0xFF, 0xE1, (byte)(exif.Length + 8 >> 8), (byte)(exif.Length + 8), .. "Exif\0\0"u8, .. exif, .. jpeg[2..]];
}
