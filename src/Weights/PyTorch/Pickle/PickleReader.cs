using System.Buffers.Binary;
using System.Text;

namespace LiVOS.Weights.PyTorch.Pickle;

/// <summary>Reads the bytes of a pickle out of a part of a file. A pickle says itself where it ends.</summary>
/// <param name="file">The file.</param>
/// <param name="start">Where the pickle begins.</param>
/// <param name="end">Where it must have ended.</param>
internal sealed class PickleReader(InputFile file, long start, long end)
{
    // Names and the like; what is longer is no checkpoint's.
    private const int LongestPiece = 1 << 16;
    private const int LongestLine = 1 << 10;

    private readonly byte[] _buffer = new byte[LongestPiece];
    private readonly Encoding _utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private int _used;
    private int _filled;

    /// <summary>The file being read.</summary>
    public InputFile File => file;

    /// <summary>Where the next byte stands in the file.</summary>
    public long Position => start - _filled + _used;

    public byte Byte() => Bytes(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public double DoubleBigEndian() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    /// <summary>Text of so many bytes.</summary>
    public string Text(ulong length)
    {
        try
        {
            return _utf8.GetString(Bytes(length));
        }
        catch (DecoderFallbackException)
        {
            throw file.Damaged("a name in its pickle is no Unicode");
        }
    }

    /// <summary>Text up to the end of a line.</summary>
    public string Line()
    {
        StringBuilder line = new();
        for (byte next = Byte(); next != '\n'; next = Byte())
        {
            if (line.Length == LongestLine)
                throw file.Damaged("a name in its pickle has no end");
            line.Append((char)next);
        }
        return line.ToString();
    }

    /// <summary>So many bytes, valid until the next read.</summary>
    public ReadOnlySpan<byte> Bytes(ulong length)
    {
        if (length > LongestPiece)
            throw file.Damaged($"its pickle holds a text of {length} bytes");
        int count = (int)length;
        if (count > end - Position)
            throw file.Damaged("its pickle ends too early");
        if (count > _filled - _used)
        {
            start = Position;
            _filled = (int)Math.Min(_buffer.Length, end - start);
            _used = 0;
            file.Read(start, _buffer.AsSpan(0, _filled));
            start += _filled;
        }
        _used += count;
        return _buffer.AsSpan(_used - count, count);
    }
}
