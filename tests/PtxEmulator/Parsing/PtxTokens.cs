namespace LiVOS.PtxEmulator.Parsing;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A directive, an opcode with its modifiers, or a name.</summary>
    Word,

    /// <summary>A literal, as it is written.</summary>
    Number,

    /// <summary>One character.</summary>
    Mark,
    End,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">How it is written; empty at the end.</param>
/// <param name="Line">Its line, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line);

/// <summary>Takes PTX apart.</summary>
internal static class PtxTokens
{
    private const string Marks = "{}[](),;:@!|<>+-=";

    public static List<Token> Of(string text)
    {
        var tokens = new List<Token>();
        int line = 1;
        for (int at = 0; at < text.Length;)
        {
            char c = text[at];
            int start = at;
            if (c == '\n') line++;
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (text.AsSpan(at).StartsWith("//"))
            {
                while (at < text.Length && text[at] != '\n') at++;
            }
            else if (text.AsSpan(at).StartsWith("/*"))
            {
                int end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                if (end < 0) throw new PtxException(line, "A comment does not end.");
                line += text.AsSpan(at, end - at).Count('\n');
                at = end + 2;
            }
            else if (char.IsAsciiDigit(c))
            {
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.' || IsExponentSign(text, start, at))) at++;
                tokens.Add(new(TokenKind.Number, text[start..at], line));
            }
            else if (IsWord(c))
            {
                while (at < text.Length && (IsWord(text[at]) || ScopeMark(text, at) > 0)) at += Math.Max(1, ScopeMark(text, at));
                tokens.Add(new(TokenKind.Word, text[start..at], line));
            }
            else
            {
                if (!Marks.Contains(c)) throw new PtxException(line, $"The character '{c}' has no place in PTX.");
                tokens.Add(new(TokenKind.Mark, text[at++..at], line));
            }
        }

        tokens.Add(new(TokenKind.End, "", line));
        return tokens;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' or '%' or '.';

    // The two colons of .shared::cta and .L2::128B.
    private static int ScopeMark(string text, int at) => text.AsSpan(at).StartsWith("::") ? 2 : 0;

    private static bool IsExponentSign(string text, int start, int at) =>
        text[at] is '+' or '-' && text[at - 1] is 'e' or 'E' && text.AsSpan(start, at - start).Contains('.');
}
