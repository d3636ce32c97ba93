using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Media;

namespace LiVOS.Cli.Automask;

/// <summary>
/// Puts files into another program's folder and takes them away again. A file that was there is kept under another name, and comes back.
/// The record is written before the first file, so that an attempt that was cut off can be undone.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class PlacedFiles(string folder)
{
    private const string KeptEnding = ".before-livos";

    /// <summary>Whether files were put there.</summary>
    public bool IsThere => File.Exists(RecordFile);

    private string RecordFile => Path.Combine(folder, "livos-automask.json");

    /// <summary>Puts files there, in place of those of the same names.</summary>
    /// <param name="files">The files.</param>
    /// <param name="dryRun">Only says what would be done.</param>
    /// <returns>What was done, in sentences.</returns>
    /// <exception cref="InputException">A place is taken by a folder.</exception>
    public IReadOnlyList<string> Place(IReadOnlyList<PlacedFile> files, bool dryRun)
    {
        if (files.FirstOrDefault(file => Directory.Exists(PathOf(file.Name))) is PlacedFile taken)
            throw new InputException($"'{PathOf(taken.Name)}' is a folder, so no file can be put there; remove it, or rename it.");
        Placement placement = new(
            [.. files.Select(file => new PlacedRecord(file.Name, file.Sha256, File.Exists(PathOf(file.Name)) ? FreeName(file.Name + KeptEnding) : null))],
            MissingFolders(files));
        if (!dryRun)
        {
            JsonRecord.Write(RecordFile, placement, ReportJson.Default.Placement);
            foreach ((PlacedFile file, PlacedRecord record) in files.Zip(placement.Files)) Put(file, record);
        }
        return
        [
            .. placement.Files.Select(record => $"writes '{PathOf(record.Name)}'"
                + (record.Kept is string kept ? $"; the file that is there becomes '{PathOf(kept)}'" : "")),
        ];
    }

    /// <summary>Takes the files away and puts back those that were there before.</summary>
    /// <param name="dryRun">Only says what would be done.</param>
    /// <returns>What was done, in sentences.</returns>
    /// <exception cref="InputException">The record is broken.</exception>
    public IReadOnlyList<string> Remove(bool dryRun)
    {
        Placement placement = JsonRecord.Read(RecordFile, ReportJson.Default.Placement) is { Files: not null, Folders: not null } whole
            ? whole : throw new InputException($"'{RecordFile}' is broken, so it is not known what was put into '{folder}'; remove the files by hand.");
        string[] done = [.. placement.Files.Select(record => Undo(record, dryRun))];
        if (dryRun) return done;
        foreach (string made in placement.Folders.Reverse().Select(PathOf))
            if (Directory.Exists(made) && !Directory.EnumerateFileSystemEntries(made).Any()) Directory.Delete(made);
        File.Delete(RecordFile);
        return done;
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private void Put(PlacedFile file, PlacedRecord record)
    {
        string path = PathOf(file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (record.Kept is string kept) File.Move(path, PathOf(kept));
        AtomicFile.Write(path, stream => stream.Write(file.Content));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, file.Mode);
    }

    private string Undo(PlacedRecord record, bool dryRun)
    {
        string path = PathOf(record.Name);
        bool wasMoved = record.Kept is not null && File.Exists(PathOf(record.Kept)), isThere = File.Exists(path);
        if (isThere && FileChecksum.Of(path) != record.Sha256)
            return $"leaves '{path}', which was changed since"
                + (wasMoved ? $"; the file that was there before is '{PathOf(record.Kept!)}'" : "");
        if (!dryRun)
        {
            File.Delete(path);
            if (wasMoved) File.Move(PathOf(record.Kept!), path);
        }
        return isThere ? $"removes '{path}'{(wasMoved ? " and puts back the file that was there before" : "")}"
            : wasMoved ? $"puts '{path}' back" : $"finds '{path}' gone already";
    }

    private string FreeName(string name) =>
        Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? name : $"{name}-{i}").First(free => !Path.Exists(PathOf(free)));

    private string[] MissingFolders(IReadOnlyList<PlacedFile> files) =>
    [
        .. files.SelectMany(file => Ancestors(file.Name)).Distinct().Where(name => !Directory.Exists(PathOf(name))).OrderBy(name => name.Length),
    ];

    private static IEnumerable<string> Ancestors(string name)
    {
        for (string? above = Path.GetDirectoryName(name); !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above)) yield return above;
    }
}
