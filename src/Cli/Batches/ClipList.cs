using LiVOS.Cli.Errors;
using LiVOS.Files;
using LiVOS.Media;
using LiVOS.Video;
using nietras.SeparatedValues;

namespace LiVOS.Cli.Batches;

/// <summary>A clip of a list.</summary>
/// <param name="Clip">A folder of frames, or a video.</param>
/// <param name="Masks">Its masks.</param>
/// <param name="Out">The folder for its results, or the video.</param>
internal sealed record ListedClip(string Clip, IReadOnlyList<string> Masks, string Out);

/// <summary>
/// Reads lists of clips: comma-separated values with a first line that names the columns <c>clip</c>, <c>masks</c> and <c>out</c>, in any order.
/// Paths are relative to the list's folder; several masks have <c>;</c> between them.
/// </summary>
internal static class ClipList
{
    private const long MostBytes = 256 << 20;
    private static readonly string[] s_columns = ["clip", "masks", "out"];

    /// <summary>Reads a list.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be used; the message lists all faults.</exception>
    public static IReadOnlyList<ListedClip> Read(string path)
    {
        using SepReader reader = Sep.New(',').Reader(options => options with { Unescape = true, DisableColCountCheck = true }).FromText(TextOf(path));
        string[] header = [.. reader.Header.ColNames.Select(name => name.Trim().ToLowerInvariant())];
        int[] columns = [.. s_columns.Select(name => Array.IndexOf(header, name))];
        if (columns.Contains(-1))
            throw new InputException($"The first line of '{path}' is '{string.Join(',', header)}', but must name the columns {string.Join(',', s_columns)}.");
        var problems = new Problems();
        List<ListedClip> clips = [];
        Dictionary<string, int> lineOf = [];
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (SepReader.Row row in reader)
        {
            if (row.ColCount == 1 && row[0].Span.IsWhiteSpace()) continue;
            int line = row.LineNumberFrom;
            string[] cells = [.. CellsOf(row, columns)];
            if (cells.Any(string.IsNullOrWhiteSpace))
            {
                IEnumerable<string> lacking = s_columns.Where((_, i) => string.IsNullOrWhiteSpace(cells[i]));
                problems.Add($"Line {line} of '{path}' lacks {string.Join(" and ", lacking)}; fill it in.");
                continue;
            }
            ListedClip clip = new(
                Under(folder, cells[0]),
                [.. cells[1].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(mask => Under(folder, mask))],
                Under(folder, cells[2]));
            if (VideoFile.IsStream(clip.Clip))
                problems.Add($"Line {line} of '{path}' names '{clip.Clip}', which can be read only once; lists are for files and folders.");
            if (!lineOf.TryAdd(clip.Out, line))
                problems.Add($"Lines {lineOf[clip.Out]} and {line} of '{path}' have the same out, '{clip.Out}'; give each its own.");
            clips.Add(clip);
        }
        if (problems.All is { Count: > 0 } all) throw new InputException(Problems.Listing($"The list '{path}' cannot be used", all));
        return clips.Count > 0 ? clips : throw new InputException($"The list '{path}' names no clip; add a line for each.");
    }

    private static string TextOf(string path)
    {
        using FileStream file = RegularFile.OpenRead(path);
        if (file.Length > MostBytes) throw new InputException($"'{path}' has {file.Length} bytes, which is no list of clips; give another file.");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    private static IEnumerable<string> CellsOf(SepReader.Row row, int[] columns)
    {
        List<string> cells = [];
        foreach (int column in columns) cells.Add(column < row.ColCount ? row[column].ToString().Trim() : "");
        return cells;
    }

    private static string Under(string folder, string path) => VideoFile.IsStream(path) || path.Contains("://", StringComparison.Ordinal)
        ? path : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, folder));
}
