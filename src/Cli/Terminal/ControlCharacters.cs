using System.Text;

namespace LiVOS.Cli.Terminal;

/// <summary>
/// Makes text from files and names safe to print: a terminal obeys control characters, and shows text in another order after bidirectional overrides.
/// </summary>
internal static class ControlCharacters
{
    private const char ControlPictures = '\u2400', Delete = '\u2421', Replacement = '\uFFFD';

    /// <summary>Replaces control characters, except line breaks, by visible ones of the same width.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(c => IsControl(c) && c != '\n')) return text;
        var escaped = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool endsLine = text[i] == '\n' || (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n');
            escaped.Append(IsControl(text[i]) && !endsLine ? Visible(text[i]) : text[i]);
        }

        return escaped.ToString();
    }

    /// <summary>Replaces control characters and line breaks, for text that has to stay on one line.</summary>
    public static string EscapeLine(string text) => string.Concat(text.Select(c => IsControl(c) ? Visible(c) : c));

    private static bool IsControl(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';

    private static char Visible(char c) => c switch
    {
        '\t' => ' ',
        < ' ' => (char)(ControlPictures + c),
        '\u007F' => Delete,
        _ => Replacement,
    };
}
