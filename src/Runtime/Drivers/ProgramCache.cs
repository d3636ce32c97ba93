using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LiVOS.Files;

namespace LiVOS.Runtime;

/// <summary>
/// A cache of compiled programs in a folder. A file that is damaged, or was made for another source, device or driver, counts as missing and
/// is replaced. A folder that cannot be written costs time only. The checksum finds damage, not intent: files and folders are created for their owner
/// alone, and what others can write is not run.
/// </summary>
/// <param name="folder">The folder of all caches; null for no cache.</param>
/// <param name="kind">The folder in it.</param>
/// <param name="compiler">Names and versions of the compiler and the device.</param>
internal sealed class ProgramCache(string? folder, string kind, params string[] compiler)
{
    // A file: the mark, the key, the checksum of the program, the program.
    private const int HashBytes = 16;
    private const int HeaderBytes = 8 + 2 * HashBytes;

    private static ReadOnlySpan<byte> Mark => "LiVOSPC1"u8;

    /// <summary>Reads a program; null if there is no valid one.</summary>
    /// <param name="source">The source that it was compiled from.</param>
    /// <param name="options">The compiler's options.</param>
    public byte[]? Read(ProgramSource source, string options)
    {
        UInt128 key = KeyOf(source, options);
        if (PathOf(key, source) is not string path) return null;
        try
        {
            if (FileStatus.Of(path).Kind != FileKind.Regular || !IsPrivate(path)) return null;
            ReadOnlySpan<byte> file = File.ReadAllBytes(path);
            if (file.Length < HeaderBytes || !file.StartsWith(Mark)) return null;
            ReadOnlySpan<byte> program = file[HeaderBytes..];
            bool whole = BinaryPrimitives.ReadUInt128LittleEndian(file[Mark.Length..]) == key
                && BinaryPrimitives.ReadUInt128LittleEndian(file[(Mark.Length + HashBytes)..]) == XxHash128.HashToUInt128(program);
            return whole ? program.ToArray() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a program, atomically.</summary>
    public void Write(ProgramSource source, string options, ReadOnlySpan<byte> program)
    {
        UInt128 key = KeyOf(source, options);
        if (PathOf(key, source) is not string path) return;
        Span<byte> header = stackalloc byte[HeaderBytes];
        Mark.CopyTo(header);
        BinaryPrimitives.WriteUInt128LittleEndian(header[Mark.Length..], key);
        BinaryPrimitives.WriteUInt128LittleEndian(header[(Mark.Length + HashBytes)..], XxHash128.HashToUInt128(program));
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
            if (!IsPrivate(path)) return;
            using TemporaryFile file = TemporaryFile.Beside(path, mode: PrivateFile.Mode);
            file.Stream.Write(header);
            file.Stream.Write(program);
            file.Keep(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It will be compiled again.
        }
    }

    private bool IsPrivate(string path) =>
        PrivateFile.IsPrivate(folder!) && PrivateFile.IsPrivate(Path.GetDirectoryName(path)!) && PrivateFile.IsPrivate(path);

    private UInt128 KeyOf(ProgramSource source, string options)
    {
        string all = string.Join('\0', [source.Hash.ToString(), options, .. compiler]);
        return XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(all));
    }

    private string? PathOf(UInt128 key, ProgramSource source) => folder is null ? null : Path.Combine(folder, kind, $"{source.Kernel}-{key:x32}.bin");
}
