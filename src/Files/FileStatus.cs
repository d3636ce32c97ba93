using System.Runtime.InteropServices;

namespace LiVOS.Files;

/// <summary>What the system knows about a file without opening it: pipes and devices cannot make the question hang.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Device">The file system it is on; 0 where the system does not tell.</param>
/// <param name="Inode">Its number there, which all its hard links share; 0 where the system does not tell.</param>
internal readonly partial record struct FileStatus(FileKind Kind, ulong Device, ulong Inode)
{
    private const int CurrentFolder = -100, StatusLength = 256; // AT_FDCWD; the same on every processor, as is struct statx
    private const uint BasicFields = 0x7FF;                     // STATX_BASIC_STATS

    /// <summary>Whether <see cref="Device"/> and <see cref="Inode"/> say which file it is: on Linux.</summary>
    public bool HasIdentity => Inode != 0;

    /// <summary>The number of the user who owns it; null where the system does not tell.</summary>
    public uint? Owner { get; init; }

    /// <summary>Looks at a path; links are followed.</summary>
    /// <param name="path">The path; whatever it is, nothing is thrown.</param>
    public static FileStatus Of(string path) =>
        OperatingSystem.IsLinux() && Ask(path) is FileStatus status ? status
        : new FileStatus(Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.Regular : FileKind.Missing, 0, 0);

    /// <summary>By statx(2); null where the C library is older than that.</summary>
    private static unsafe FileStatus? Ask(string path)
    {
        Span<byte> status = stackalloc byte[StatusLength];
        try
        {
            fixed (byte* to = status)
                if (path.Contains('\0') || StatX(CurrentFolder, path, 0, BasicFields, to) != 0)
                    return default(FileStatus);
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
        FileKind kind = (Mode(status) & 0xF000) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0x1000 => FileKind.Pipe,
            0xC000 => FileKind.Socket,
            _ => FileKind.Device,
        };
        return new FileStatus(kind, Field(status, 136), Field(status, 32)) { Owner = MemoryMarshal.Read<uint>(status[20..]) };
    }

    private static int Mode(ReadOnlySpan<byte> status) => MemoryMarshal.Read<ushort>(status[28..]);

    private static ulong Field(ReadOnlySpan<byte> status, int offset) => MemoryMarshal.Read<ulong>(status[offset..]);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatX(int folder, string path, int flags, uint fields, byte* status);
}
