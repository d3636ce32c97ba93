using System.Security.Cryptography;
using LiVOS.Files;

namespace LiVOS.Cli.Files;

/// <summary>Tells one file of weights, or a mask, from another.</summary>
internal static class FileChecksum
{
    /// <summary>Longer files are sparse, or networks that no machine can hold. Their length and beginning must do.</summary>
    private const long MostHashed = 8L << 30;

    private const int Beginning = 1 << 20;

    /// <summary>A file's checksum.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The checksum; empty where the file cannot be read. Whoever loads it says why.</returns>
    public static string Of(string path)
    {
        try
        {
            using FileStream file = RegularFile.OpenRead(path);
            if (file.Length <= MostHashed) return Convert.ToHexStringLower(SHA256.HashData(file));
            byte[] beginning = new byte[Beginning];
            file.ReadExactly(beginning);
            return $"{file.Length}-{Convert.ToHexStringLower(SHA256.HashData(beginning))}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
