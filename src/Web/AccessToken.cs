using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Web;

/// <summary>The secret that clients of a server must have. Only its hash is kept.</summary>
public sealed class AccessToken
{
    /// <summary>The fewest characters of a token: shorter ones could be guessed.</summary>
    public const int ShortestLength = 16;

    private const int LongestBasic = 1024;

    private const string Bearer = "Bearer ", Basic = "Basic ";

    private readonly byte[] _hash;

    /// <summary>Takes a token.</summary>
    /// <param name="text">Its text.</param>
    /// <exception cref="ArgumentException">It is too short, or has characters that a header cannot carry; the message is for users.</exception>
    public AccessToken(string text)
    {
        if (text.Length < ShortestLength) throw new ArgumentException($"A token has at least {ShortestLength} characters, not {text.Length}.");
        if (text.Any(character => character is <= ' ' or > '~' or ';' or ',' or '"'))
            throw new ArgumentException("A token consists of letters, digits and signs, without spaces, quotes, commas and semicolons.");
        _hash = Hash(text);
    }

    /// <summary>A random token.</summary>
    public static string NewText() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether a text is the token. Takes the same time wherever they differ.</summary>
    public bool Is(string? text) => text is not null && CryptographicOperations.FixedTimeEquals(Hash(text), _hash);

    /// <summary>Whether a request has the token: as <c>Authorization: Bearer</c>, as the password of <c>Authorization: Basic</c> (programs make that
    /// of an address such as <c>http://livos:TOKEN@host</c>), in the header <c>Token</c>, or in the cookie of a page.</summary>
    internal bool IsIn(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        return (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && Is(authorization[Bearer.Length..].Trim()))
            || (authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) && Is(PasswordIn(authorization[Basic.Length..].Trim())))
            || Is(request.Headers["Token"].ToString())
            || Is(request.Cookies[CookieNameOf(request)]);
    }

    /// <summary>The cookie's name: browsers give all ports of a host the same cookies.</summary>
    internal static string CookieNameOf(HttpRequest request) => $"livos-{request.HttpContext.Connection.LocalPort}";

    private static string? PasswordIn(string credentials)
    {
        Span<byte> text = stackalloc byte[LongestBasic];
        return credentials.Length <= LongestBasic && Convert.TryFromBase64String(credentials, text, out int length)
            && text[..length].IndexOf((byte)':') is >= 0 and int colon ? Encoding.UTF8.GetString(text[(colon + 1)..length]) : null;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
