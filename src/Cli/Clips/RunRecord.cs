using System.Security.Cryptography;
using System.Text;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Media;
using LiVOS.Media.Surveys;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>The inputs of a run, kept with its results, so that masks of another run are never taken for its own.</summary>
/// <param name="Clip">The clip, for messages.</param>
/// <param name="Frames">The checksum of the frames' names, lengths and times.</param>
/// <param name="Masks">The checksum of the given masks, and of how they are read.</param>
/// <param name="Weights">The checksum of the weight file.</param>
/// <param name="Network">The size at which the network sees frames, and the precision.</param>
internal sealed record RunRecord(string Clip, string Frames, string Masks, string Weights, string Network)
{
    /// <summary>Describes a run.</summary>
    public static RunRecord Of(ClipRun run, ClipSurvey survey, string network)
    {
        IEnumerable<string> files = survey.Frames is FrameFolder folder ? Enumerable.Range(0, folder.Count).Select(folder.Path)
            : VideoFile.IsStream(run.Clip) ? [] : [run.Clip];
        IEnumerable<string> frames = files.Select(path => new FileInfo(path))
            .Select(file => $"{file.Name}/{file.Length}/{file.LastWriteTimeUtc.Ticks}").Append($"{run.Selection}");
        var checksums = survey.Masks.Parts.Select(each => each.Part.Path).Distinct().ToDictionary(path => path, FileChecksum.Of);
        IEnumerable<string> masks = survey.Masks.Parts.Select(part => $"{part.Frame}/{part.Part.Id}/{checksums[part.Part.Path]}");
        return new RunRecord(
            VideoFile.IsStream(run.Clip) ? run.Clip : Path.GetFullPath(run.Clip), Checksum(frames),
            Checksum([run.Prompting, .. masks]), run.WeightsSha256 ?? FileChecksum.Of(run.Weights), network);
    }

    /// <summary>Says in which way a record is of another run.</summary>
    public string Difference(RunRecord other) =>
        Frames != other.Frames ? (Clip == other.Clip ? "its frames have changed" : $"of '{Clip}'")
        : Masks != other.Masks ? "with other masks"
        : Weights != other.Weights ? "with other weights"
        : $"at {Network}";

    private static string Checksum(IEnumerable<string> lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
}

/// <summary>The record in a folder of results, hidden beside the masks.</summary>
/// <param name="output">The folder.</param>
internal sealed class RunRecordFile(OutputFolder output)
{
    private readonly string _path = Path.Combine(output.Path, ".livos-run.json");

    /// <summary>The record of the run that wrote there last; null where there is none, or none that is whole.</summary>
    public RunRecord? Read()
    {
        try
        {
            return JsonRecord.Read(_path, ReportJson.Default.RunRecord);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the record of a run that begins. Masks that are older than the record are none of the run's.</summary>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public void Write(RunRecord record) => JsonRecord.Write(_path, record, ReportJson.Default.RunRecord);

    /// <summary>How many frames, from the first on, have results that were written since the record was.</summary>
    public int Count(IFrameList frames)
    {
        DateTime begun = File.GetLastWriteTimeUtc(_path);
        int count = 0;
        while (count < frames.Count && output.FilesOf(frames.Name(count)).All(IsNew)) count++;
        return count;

        bool IsNew(string file) => new FileInfo(file) is { Exists: true } found && found.LastWriteTimeUtc >= begun;
    }
}
