using System.Text;

namespace LiVOS.Media;

/// <summary>Names of clips and frames, which become names of files and folders: each must name one entry of a folder and nothing else.</summary>
public static class EntryName
{
    /// <summary>Of the 255 bytes that file systems allow, what an extension of ours leaves.</summary>
    private const int MostBytes = 250;

    private static readonly char[] s_forbidden = [.. Path.GetInvalidFileNameChars().Union(['/', '\\', '\0'])];

    /// <summary>Why a name cannot be used; null where it can.</summary>
    /// <param name="name">The name.</param>
    public static string? Fault(string name)
    {
        if (name.Length == 0) return "is empty";
        if (name is "." or "..") return "means a folder itself";
        if (Path.IsPathRooted(name)) return "is an absolute path";
        if (name.AsSpan().IndexOfAny(s_forbidden) is >= 0 and int at) return $"has {Describe(name[at])} in it";
        return Encoding.UTF8.GetByteCount(name) > MostBytes ? $"is longer than {MostBytes} bytes" : null;
    }

    /// <summary>A name that a file gives.</summary>
    /// <param name="name">The name.</param>
    /// <param name="file">The file.</param>
    /// <param name="kind">What it names there.</param>
    /// <exception cref="MediaException">It cannot be used.</exception>
    public static string Require(string name, string file, string kind) => Fault(name) is not string fault ? name : throw new MediaException(
        $"'{file}' has the {kind} '{name}', which {fault}, so no file can be named after it; correct the file, or get it again.");

    private static string Describe(char character) => character < ' ' ? $"the character {(int)character}" : $"'{character}'";
}
