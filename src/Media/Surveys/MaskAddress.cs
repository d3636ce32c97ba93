using System.Globalization;

namespace LiVOS.Media.Surveys;

/// <summary>A mask as a command line names it: <c>PATH</c>, or <c>PATH@FRAME</c>.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Frame">The number of its frame in the source, from 0; null where its name tells.</param>
internal readonly record struct MaskAddress(string Path, int? Frame)
{
    /// <summary>Reads it. A file that is called so is meant, whatever is in its name.</summary>
    public static MaskAddress Of(string text)
    {
        int at = text.LastIndexOf('@');
        return at > 0 && !System.IO.Path.Exists(text) && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int frame)
            ? new MaskAddress(text[..at], frame)
            : new MaskAddress(text, null);
    }
}
