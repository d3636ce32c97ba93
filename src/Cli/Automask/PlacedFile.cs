using System.Security.Cryptography;
using System.Text;

namespace LiVOS.Cli.Automask;

/// <summary>A file that is to be put into another program's folder.</summary>
/// <param name="Name">Its path within the folder.</param>
/// <param name="Content">What is in it.</param>
/// <param name="IsProgram">Whether it can be run.</param>
internal sealed record PlacedFile(string Name, byte[] Content, bool IsProgram)
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Its checksum.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>Its permissions.</summary>
    public UnixFileMode Mode => IsProgram ? Runnable : Readable;

    /// <summary>A file of text, with line ends as Unix has them.</summary>
    public static PlacedFile OfText(string name, string text, bool isProgram = false) =>
        new(name, Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")), isProgram);
}

/// <summary>What is remembered of a file that was put somewhere.</summary>
/// <param name="Name">Its path within the folder.</param>
/// <param name="Sha256">Its checksum: a file that has changed since is not ours any more.</param>
/// <param name="Kept">The name, within the folder, of the file that was there before; null where there was none.</param>
internal sealed record PlacedRecord(string Name, string Sha256, string? Kept);

/// <summary>All files that were put into a folder.</summary>
/// <param name="Files">The files.</param>
/// <param name="Folders">Folders that were made for them, inner ones last.</param>
internal sealed record Placement(IReadOnlyList<PlacedRecord> Files, IReadOnlyList<string> Folders);
