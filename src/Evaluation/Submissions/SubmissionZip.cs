using System.IO.Compression;
using LiVOS.Files;
using LiVOS.Media;

namespace LiVOS.Evaluation.Submissions;

/// <summary>Packs masks as the servers take them.</summary>
public static class SubmissionZip
{
    /// <summary>The time that every entry bears, so that equal masks make equal files.</summary>
    private static readonly DateTimeOffset s_time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a zip file, whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="folder">The folder of the clips' folders.</param>
    /// <param name="files">The masks' files and their clips, in order.</param>
    /// <param name="prefix">What comes before the clips' folders in the zip: nothing, or a folder.</param>
    /// <exception cref="MediaException">A file cannot be read, or the zip cannot be written.</exception>
    public static void Write(string path, ResultFolder folder, IEnumerable<(string Clip, string File)> files, string prefix = "") =>
        AtomicFile.Write(path, stream =>
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string clip, string file) in files)
        {
            string mask = folder.Folder(clip).File(file);
            // PNG files are packed already.
            ZipArchiveEntry entry = zip.CreateEntry($"{prefix}{clip}/{file}", CompressionLevel.NoCompression);
            entry.LastWriteTime = s_time;
            using FileStream from = RegularFile.OpenRead(mask);
            using Stream to = entry.Open();
            from.CopyTo(to);
        }
    });
}
