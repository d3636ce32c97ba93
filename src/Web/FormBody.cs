using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LiVOS.Web;

/// <summary>Reads forms with files, a part after the other, so that none need be held in memory.</summary>
public static class FormBody
{
    private const int LongestBoundary = 100;

    /// <summary>The parts of a form. Read each before the next.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="RequestException">It is no form, or not whole.</exception>
    public static async IAsyncEnumerable<FormPart> PartsAsync(HttpContext context, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type);
        string? boundary = HeaderUtilities.RemoveQuotes(type?.Boundary ?? default).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary) throw new RequestException("The form has no boundary.");
        var reader = new MultipartReader(boundary, context.Request.Body);
        while (await NextAsync(reader, cancellation) is MultipartSection section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? part)) continue;
            string? file = HeaderUtilities.RemoveQuotes(part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).Value;
            yield return new FormPart(HeaderUtilities.RemoveQuotes(part.Name).Value ?? "", file, section.Body);
        }
    }

    /// <summary>Copies a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="to">Where to.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RequestException">The form is not whole.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static async Task CopyAsync(FormPart part, Stream to, CancellationToken cancellation)
    {
        byte[] buffer = new byte[1 << 17];
        while (await ReadAsync(part.Body, buffer, cancellation) is > 0 and int length) await to.WriteAsync(buffer.AsMemory(0, length), cancellation);
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellation);
        }
        catch (Exception error) when (IsNotWhole(error))
        {
            throw NotWhole();
        }
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation);
        }
        catch (Exception error) when (IsNotWhole(error))
        {
            throw NotWhole();
        }
    }

    private static bool IsNotWhole(Exception error) => error is InvalidDataException or IOException and not BadHttpRequestException;

    private static RequestException NotWhole() => new("The form is not whole.");
}

/// <summary>A part of a form.</summary>
/// <param name="Name">Its name.</param>
/// <param name="FileName">The file's name, as the client says it; null for none.</param>
/// <param name="Body">Its content.</param>
public sealed record FormPart(string Name, string? FileName, Stream Body);
