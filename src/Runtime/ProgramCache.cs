using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace LiVOS.Runtime;

/// <summary>
/// Compiled programs in a folder. What is not whole, or was made for another source, device or driver, is taken as missing and written anew;
/// a folder that cannot be written costs time, not more.
/// </summary>
/// <param name="folder">The folder of all caches; null for no cache.</param>
/// <param name="kind">The folder in it.</param>
/// <param name="compiler">What compiles the programs, and for which device: names and versions that tell them apart.</param>
internal sealed class ProgramCache(string? folder, string kind, params string[] compiler)
{
    // A file: the mark, the key, the checksum of the program, the program.
    private const int HashBytes = 16;
    private const int HeaderBytes = 8 + 2 * HashBytes;

    private static ReadOnlySpan<byte> Mark => "LiVOSCL1"u8;

    /// <summary>A program that was written before; null where there is none that can be trusted.</summary>
    /// <param name="source">What it was compiled from.</param>
    /// <param name="options">The compiler's options.</param>
    public byte[]? Read(ProgramSource source, string options)
    {
        UInt128 key = KeyOf(source, options);
        if (PathOf(key, source) is not string path) return null;
        try
        {
            ReadOnlySpan<byte> file = File.Exists(path) ? File.ReadAllBytes(path) : [];
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

    /// <summary>Writes a program: the file appears whole or not at all.</summary>
    public void Write(ProgramSource source, string options, ReadOnlySpan<byte> program)
    {
        UInt128 key = KeyOf(source, options);
        if (PathOf(key, source) is not string path) return;
        Span<byte> header = stackalloc byte[HeaderBytes];
        Mark.CopyTo(header);
        BinaryPrimitives.WriteUInt128LittleEndian(header[Mark.Length..], key);
        BinaryPrimitives.WriteUInt128LittleEndian(header[(Mark.Length + HashBytes)..], XxHash128.HashToUInt128(program));
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (FileStream file = File.Create(temporary))
            {
                file.Write(header);
                file.Write(program);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // There is nothing there, then.
        }
    }

    private UInt128 KeyOf(ProgramSource source, string options)
    {
        string all = string.Join('\0', [source.Hash.ToString(), options, .. compiler]);
        return XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(all));
    }

    private string? PathOf(UInt128 key, ProgramSource source) => folder is null ? null : Path.Combine(folder, kind, $"{source.Kernel}-{key:x32}.bin");
}
