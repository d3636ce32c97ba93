using System.Buffers.Binary;
using System.Text;

namespace LiVOS.Weights.PyTorch.Zip;

/// <summary>
/// The list of a zip file's entries, which PyTorch stores without compression: so an entry is a plain stretch of the file. No two of them share a
/// byte, so that reading all of them is no more work than reading the file.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint LocalSignature = 0x04034B50, CentralSignature = 0x02014B50, EndSignature = 0x06054B50;
    private const uint Zip64EndSignature = 0x06064B50, Zip64LocatorSignature = 0x07064B50;
    private const int LocalBytes = 30, CentralBytes = 46, EndBytes = 22, Zip64EndBytes = 56, Zip64LocatorBytes = 20;
    private const int LongestComment = ushort.MaxValue;
    private const ushort Zip64Extra = 1, Encrypted = 1;

    // Of about eighty bytes each: room for a hundred thousand entries.
    private const int MostBytes = 1 << 23;

    private readonly InputFile _file;
    private readonly Dictionary<string, (long Header, long Length, uint Checksum)> _entries = [];

    /// <summary>The names of all entries.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Whether the file begins as zip files do.</summary>
    public static bool IsZip(InputFile file)
    {
        Span<byte> signature = stackalloc byte[sizeof(uint)];
        if (file.Length < signature.Length)
            return false;
        file.Read(0, signature);
        return BinaryPrimitives.ReadUInt32LittleEndian(signature) == LocalSignature;
    }

    /// <summary>Reads the directory at the end of a zip file.</summary>
    /// <exception cref="WeightsException">There is none, or it is damaged, or entries are compressed or overlap.</exception>
    public ZipDirectory(InputFile file)
    {
        _file = file;
        FilePart directory = FindDirectory();
        if (directory.Length > MostBytes)
            throw new WeightsException($"{file.Name} is refused: its list of contents takes {directory.Length} bytes.");
        byte[] bytes = new byte[directory.Length];
        file.Read(directory.Offset, bytes);
        for (ReadOnlySpan<byte> rest = bytes; rest.Length > 0;)
            rest = rest[ReadEntry(rest)..];
        CheckTheyAreApart();
    }

    /// <summary>Finds the bytes of an entry; null where there is no such entry.</summary>
    /// <exception cref="WeightsException">The entry does not lie within the file.</exception>
    public StorageBytes? Find(string name) => Locate(name) is FilePart part ? new StorageBytes(_file, $"entry {name}", part, _entries[name].Checksum) : null;

    /// <summary>Where an entry's bytes stand; null where there is no such entry. What stands there may be other than what was written.</summary>
    /// <exception cref="WeightsException">The entry does not lie within the file.</exception>
    public FilePart? Locate(string name)
    {
        if (!_entries.TryGetValue(name, out (long Header, long Length, uint Checksum) entry))
            return null;
        Span<byte> header = stackalloc byte[LocalBytes];
        _file.Read(entry.Header, header);
        if (UInt32(header, 0) != LocalSignature)
            throw _file.Damaged($"its entry {name} does not begin where it should");
        long offset = entry.Header + LocalBytes + UInt16(header, 26) + UInt16(header, 28);
        if (entry.Length > _file.Length - offset)
            throw _file.Damaged($"its entry {name} reaches beyond its end");
        return new FilePart(offset, entry.Length);
    }

    private void CheckTheyAreApart()
    {
        (string? before, long end) = (null, 0);
        foreach ((string name, (long header, long length, _)) in _entries.OrderBy(entry => entry.Value.Header))
        {
            if (header < end)
                throw _file.Damaged($"its entries {before} and {name} overlap");
            if (length > _file.Length - header)
                throw _file.Damaged($"its entry {name} reaches beyond its end");
            (before, end) = (name, header + LocalBytes + length);
        }
    }

    private FilePart FindDirectory()
    {
        // The end record is followed by a comment of unknown length, so it is looked for backwards.
        byte[] tail = new byte[Math.Min(_file.Length, EndBytes + LongestComment)];
        _file.Read(_file.Length - tail.Length, tail);
        int end = tail.Length - EndBytes;
        while (end >= 0 && (UInt32(tail, end) != EndSignature || UInt16(tail, end + 20) != tail.Length - end - EndBytes))
            end--;
        if (end < 0)
            throw _file.Damaged("it begins as a zip file and has no list of contents at its end");

        ReadOnlySpan<byte> record = tail.AsSpan(end);
        FilePart directory = new(UInt32(record, 16), UInt32(record, 12));
        if (directory.Offset == uint.MaxValue || directory.Length == uint.MaxValue || UInt16(record, 10) == ushort.MaxValue)
            directory = FindZip64Directory(_file.Length - tail.Length + end - Zip64LocatorBytes) ?? directory;
        if (directory.Offset < 0 || directory.Length < 0 || directory.Length > _file.Length - directory.Offset)
            throw _file.Damaged("its list of contents reaches beyond its end");
        return directory;
    }

    private FilePart? FindZip64Directory(long locatorOffset)
    {
        if (locatorOffset < 0)
            return null;
        Span<byte> locator = stackalloc byte[Zip64LocatorBytes];
        _file.Read(locatorOffset, locator);
        if (UInt32(locator, 0) != Zip64LocatorSignature)
            return null;
        Span<byte> record = stackalloc byte[Zip64EndBytes];
        _file.Read(Int64(locator, 8), record);
        if (UInt32(record, 0) != Zip64EndSignature)
            throw _file.Damaged("its zip64 record is not where it should be");
        return new FilePart(Int64(record, 48), Int64(record, 40));
    }

    // Takes one entry of the list; gives its length.
    private int ReadEntry(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < CentralBytes || UInt32(bytes, 0) != CentralSignature)
            throw _file.Damaged("its list of contents is broken");
        int nameLength = UInt16(bytes, 28), extraLength = UInt16(bytes, 30);
        int length = CentralBytes + nameLength + extraLength + UInt16(bytes, 32);
        if (length > bytes.Length)
            throw _file.Damaged("its list of contents is broken");

        string name = Encoding.UTF8.GetString(bytes.Slice(CentralBytes, nameLength));
        if ((UInt16(bytes, 8) & Encrypted) != 0 || UInt16(bytes, 10) != 0)
            throw new WeightsException(
                $"{_file.Name} cannot be read: its entry {name} is compressed or encrypted, which torch.save never does; unpack it and " +
                "save it anew with PyTorch.");
        long packed = UInt32(bytes, 20), size = UInt32(bytes, 24), header = UInt32(bytes, 42);
        ReadZip64(bytes.Slice(CentralBytes + nameLength, extraLength), ref size, ref packed, ref header);
        if (packed != size || size < 0 || header < 0)
            throw _file.Damaged($"its entry {name} has an impossible size or place");
        if (!_entries.TryAdd(name, (header, size, UInt32(bytes, 16))))
            throw _file.Damaged($"it has two entries named {name}");
        return length;
    }

    // What does not fit 32 bits stands in an extra field, in this order.
    private static void ReadZip64(ReadOnlySpan<byte> extra, ref long size, ref long packed, ref long header)
    {
        while (extra.Length >= 4)
        {
            int length = UInt16(extra, 2);
            if (length > extra.Length - 4)
                return;
            if (UInt16(extra, 0) == Zip64Extra)
            {
                ReadOnlySpan<byte> field = extra.Slice(4, length);
                Take(ref field, ref size);
                Take(ref field, ref packed);
                Take(ref field, ref header);
            }
            extra = extra[(4 + length)..];
        }
    }

    private static void Take(ref ReadOnlySpan<byte> field, ref long value)
    {
        if (value != uint.MaxValue || field.Length < sizeof(long))
            return;
        value = Int64(field, 0);
        field = field[sizeof(long)..];
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
}
