using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>Reads lines of bounded length.</summary>
/// <param name="input">Where they come from.</param>
/// <param name="longest">The most bytes of a line.</param>
internal sealed class RequestLines(Stream input, int longest)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end;

    /// <summary>The next line, valid until the one after it is read; null at the end.</summary>
    /// <exception cref="RequestException">It is too long, so that no other can be read.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellation)
    {
        for (int seen = 0; ;)
        {
            int length = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            if (length >= 0) return Take(seen + length, behind: 1);
            seen = _end - _start;
            if (seen > longest) throw new RequestException($"A line is longer than {longest >> 20} MiB; send smaller pictures.");
            MakeRoom();
            // The standard input's reading cannot be stopped, only left.
            int read = await input.ReadAsync(_buffer.AsMemory(_end), cancellation).AsTask().WaitAsync(cancellation);
            if (read == 0 && seen == 0) return null;
            if (read == 0) return Take(seen, behind: 0);
            _end += read;
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int behind)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start += length + behind;
        return line;
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
    }
}
