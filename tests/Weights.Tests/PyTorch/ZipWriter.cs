using System.IO.Hashing;
using System.Text;

namespace LiVOS.Weights.Tests;

/// <summary>Writes zip files with stored entries, with 32-bit or 64-bit fields.</summary>
internal sealed class ZipWriter(bool zip64 = false)
{
    private readonly MemoryStream _file = new();
    private readonly MemoryStream _directory = new();
    private int _count;

    public ushort Method { get; init; }

    public bool Checksums { get; init; }

    public ZipWriter Add(string name, ReadOnlySpan<byte> content)
    {
        long header = _file.Position;
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        uint checksum = Checksums ? Crc32.HashToUInt32(content) : 0;
        uint narrow = zip64 ? uint.MaxValue : (uint)content.Length;
        Put(_file, 0x04034B50u, (ushort)20, (ushort)0, Method, 0u, checksum, narrow, narrow, (ushort)utf8.Length, (ushort)(zip64 ? 20 : 0));
        _file.Write(utf8);
        if (zip64)
            Put(_file, (ushort)1, (ushort)16, (long)content.Length, (long)content.Length);
        _file.Write(content);

        Put(_directory, 0x02014B50u, (ushort)20, (ushort)20, (ushort)0, Method, 0u, checksum, narrow, narrow, (ushort)utf8.Length,
            (ushort)(zip64 ? 28 : 0), (ushort)0, (ushort)0, (ushort)0, 0u, zip64 ? uint.MaxValue : (uint)header);
        _directory.Write(utf8);
        if (zip64)
            Put(_directory, (ushort)1, (ushort)24, (long)content.Length, (long)content.Length, header);
        _count++;
        return this;
    }

    public byte[] End(string comment = "")
    {
        long start = _file.Position;
        _file.Write(_directory.ToArray());
        if (zip64)
        {
            long end = _file.Position;
            Put(_file, 0x06064B50u, 44L, (ushort)45, (ushort)45, 0u, 0u, (long)_count, (long)_count, _directory.Length, start);
            Put(_file, 0x07064B50u, 0u, end, 1u);
        }
        ushort narrowCount = zip64 ? ushort.MaxValue : (ushort)_count;
        Put(_file, 0x06054B50u, (ushort)0, (ushort)0, narrowCount, narrowCount,
            zip64 ? uint.MaxValue : (uint)_directory.Length, zip64 ? uint.MaxValue : (uint)start, (ushort)comment.Length);
        _file.Write(Encoding.ASCII.GetBytes(comment));
        return _file.ToArray();
    }

    private static void Put(Stream to, params object[] fields)
    {
        foreach (object field in fields)
            to.Write(field switch
            {
                ushort value => BitConverter.GetBytes(value),
                uint value => BitConverter.GetBytes(value),
                long value => BitConverter.GetBytes(value),
                _ => throw new ArgumentException($"{field.GetType()}"),
            });
    }
}
