using System.Globalization;
using System.Text;
using LiVOS.Media;

namespace LiVOS.Video.Ffmpeg;

/// <summary>Reads the pictures that a decoder writes one after another as PPM: a few bytes say each one's size.</summary>
/// <param name="stream">The decoder's output.</param>
/// <param name="name">The video, for messages.</param>
internal sealed class PpmReader(Stream stream, string name)
{
    private const int LongestHeader = 32;

    private readonly byte[] _byte = new byte[1];
    private byte[] _header = [];
    private int _width, _height;

    /// <summary>Reads the next picture.</summary>
    /// <param name="spare">The memory of pictures that are done with.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The picture; null at the end, also where the last one is not whole.</returns>
    /// <exception cref="MediaException">It is of an absurd size, or of another size than those before.</exception>
    public async ValueTask<Picture?> ReadAsync(SparePictures spare, CancellationToken cancellation)
    {
        if (_header.Length == 0)
        {
            if (!await ReadFirstHeaderAsync(cancellation)) return null;
        }
        else
        {
            byte[] header = new byte[_header.Length];
            int read = await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellation);
            if (read < header.Length) return null;
            if (!header.AsSpan().SequenceEqual(_header))
                throw new MediaException($"The pictures of {name} are not all {_width}x{_height}; convert it to one size first.");
        }
        byte[] rgb = spare.Take() ?? new byte[3 * _width * _height];
        return await stream.ReadAtLeastAsync(rgb, rgb.Length, throwOnEndOfStream: false, cancellation) < rgb.Length ? null : new Picture(_width, _height, rgb);
    }

    private async ValueTask<bool> ReadFirstHeaderAsync(CancellationToken cancellation)
    {
        var header = new List<byte>();
        for (int lines = 0; lines < 3;)
        {
            if (header.Count == LongestHeader || await stream.ReadAsync(_byte, cancellation) == 0) return false;
            header.Add(_byte[0]);
            if (_byte[0] == '\n') lines++;
        }
        string[] words = Encoding.ASCII.GetString([.. header]).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words is not ["P6", string width, string height, "255"]) return false;
        (_width, _height) = (int.Parse(width, CultureInfo.InvariantCulture), int.Parse(height, CultureInfo.InvariantCulture));
        PictureSize.Check(_width, _height, name.Trim('\''));
        _header = [.. header];
        return true;
    }
}
