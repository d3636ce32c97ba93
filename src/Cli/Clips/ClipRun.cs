using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Media;
using LiVOS.Media.Surveys;
using LiVOS.Model;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>All that it takes to segment a clip: everything is checked before anything is written.</summary>
/// <param name="Clip">A folder of frames, a video file or address, a camera, or <c>-</c> for the standard input.</param>
/// <param name="Masks">Masks, and folders of masks.</param>
/// <param name="Weights">The weight file.</param>
/// <param name="Results">What is written.</param>
internal sealed record ClipRun(string Clip, IReadOnlyList<string> Masks, string Weights, ClipResults Results)
{
    /// <summary>The shorter side of frames as the network sees them; null for their own size.</summary>
    public required int? Size { get; init; }

    /// <summary>Whether progress is told as lines of JSON.</summary>
    public bool ProgressAsJson { get; init; }

    /// <summary>The device to compute on.</summary>
    public DeviceChoice Device { get; init; } = new(DeviceNames.Auto);

    /// <summary>Whether kernels are timed.</summary>
    public bool Profile { get; init; }

    /// <summary>The memory that may be used; null for what is there.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>How given masks are read.</summary>
    public MaskOptions MaskOptions { get; init; } = MaskOptions.Plain;

    /// <summary>Whether to go on where the same run was stopped.</summary>
    public bool Resume { get; init; }

    /// <summary>The frames that are taken.</summary>
    public FrameSelection Selection { get; init; } = FrameSelection.All;

    /// <summary>Which way objects are followed.</summary>
    public Direction Direction { get; init; }

    /// <summary>What masks say about objects that are known.</summary>
    public MaskUse MaskUse { get; init; }

    /// <summary>Where objects end; the frames are those of the source.</summary>
    public IReadOnlyList<Deletion> Deletions { get; init; } = [];

    /// <summary>The folder for the results, or the video.</summary>
    public string Out => Results.Out;

    /// <summary>What happens where frames come faster than they are segmented; null for what suits the clip.</summary>
    public DropPolicy? Drop { get; init; }

    /// <summary>Whether the result is one video.</summary>
    public bool IsVideo => Results.IsVideo;

    /// <summary>How the clip is segmented.</summary>
    internal SegmentationOptions Segmentation => new()
    {
        Size = Size,
        Direction = Direction,
        WithPictures = Results.FormatsOfPictures.Any(),
        WithScores = Results.Scores is not null || Results.Report is not null,
        WithProbabilities = Results.Formats.Contains(OutputFormat.Soft),
    };

    /// <summary>The prompts of a run, with these masks.</summary>
    internal Prompts PromptsOf(IMaskSource masks) => new(masks)
    {
        Use = MaskUse,
        Deletions = [.. Deletions.Select(deletion => deletion with { Frame = Selection.FirstFrom(deletion.Frame) })],
    };

    /// <summary>The checksum of the weights; null where it is not known yet.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>What beside the masks tells one run from another.</summary>
    internal string Prompting => $"{MaskOptions}{Direction}{MaskUse}{string.Join(',', Deletions)}";

    /// <summary>Looks at everything, tells what will be done, and segments the clip.</summary>
    /// <param name="error">Receives the plan and the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="MediaException">Something is wrong with the input; the message lists all of it.</exception>
    /// <exception cref="InterruptedException">It was stopped.</exception>
    public async Task<ClipReport> SegmentAsync(TextWriter error, CancellationToken cancellation)
    {
        long available = MemoryLimit ?? SystemMemory.Available();
        await using ClipJob job = await PrepareAsync(cancellation);
        return job.IsDone ? job.NothingToDo(error) : await Device.UseAsync(error, device => job.RunAsync(device, available, error, cancellation));
    }

    /// <summary>Looks at everything. Nothing is written.</summary>
    /// <exception cref="MediaException">Something is wrong with the input; the message lists all of it.</exception>
    public async Task<ClipJob> PrepareAsync(CancellationToken cancellation)
    {
        var output = new OutputFolder(Out, Results.Formats.Contains(OutputFormat.Overlay));
        ClipInput input = await LookAsync(output, cancellation);
        try
        {
            return ClipJob.Of(this, input, output);
        }
        catch
        {
            await input.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a run that was stopped can go on: from the masks that it wrote, forward.</summary>
    internal bool CanResume => !IsVideo && Direction == Direction.Forward && Results.Scores is null && Results.Report is null
        && Results.Formats.Contains(OutputFormat.Indexed) && Results.Formats.All(format => format is OutputFormat.Indexed or OutputFormat.Overlay);

    /// <summary>Names of results. Those of a stream, whose end is not known, are as many as a folder of results may hold.</summary>
    internal static IEnumerable<string> NamesOf(ClipSurvey survey) =>
        Enumerable.Range(0, Math.Min(survey.Frames.Count, OutputCheck.MostNames)).Select(survey.Frames.Name);

    /// <summary>Looks at frames, masks and the folder for the results.</summary>
    /// <exception cref="MediaException">Something is wrong; the message lists all of it.</exception>
    private async Task<ClipInput> LookAsync(OutputFolder output, CancellationToken cancellation)
    {
        var problems = new Problems();
        var query = new ClipQuery(Clip, Masks) { Options = MaskOptions, Size = Size, Selection = Selection };
        ClipInput? input = await ClipInput.OpenAsync(query, problems, cancellation);
        ClipSurvey? survey = input?.Survey;
        if (survey?.ObjectIds.Count is > Segmenter.MostObjects and int objects)
            problems.Add($"The masks in '{Masks[0]}' show {objects} objects, but one run follows at most {Segmenter.MostObjects}; "
                + "give masks with fewer objects.");
        if (Resume && input?.Clip.CanRewind == false)
            problems.Add($"'{Clip}' can be read only once, so --resume cannot go on with it; leave --resume out, or save the video as a file.");
        if (Resume && !CanResume)
            problems.Add("--resume goes on forward, with masks of the formats indexed and overlay in a folder and without --scores and --report; "
                + "leave --resume out.");
        if (Direction != Direction.Forward && input?.Clip.CanRewind == false)
            problems.Add($"'{Clip}' can be read only once, so objects cannot be followed --direction {Direction.ToString().ToLowerInvariant()}; "
                + "save the video as a file.");
        if (survey is not null) Results.CheckCategories(survey.ObjectIds, problems);
        if (Drop == DropPolicy.Late && input?.Clip.CanRewind == true)
            problems.Add($"'{Clip}' waits until it is read, so no frame is late; leave --drop out.");
        foreach (string? file in (string?[])[Results.Scores, Results.Report]) OutputFile.Require(file, [.. Masks.Where(Path.Exists), Weights, Clip]);
        if (IsVideo)
        {
            OutputFile.Require(Out, [.. Masks.Where(Path.Exists), Weights, .. Path.Exists(Clip) ? [Clip] : Array.Empty<string>()]);
            return await RequireAsync(input, problems);
        }
        var check = new OutputCheck(output, problems);
        bool apart = check.KeepOffFolders([Clip, .. Masks, .. Masks.Any(Directory.Exists) ? survey?.Masks.Folders ?? [] : []]);
        if (survey is not null && apart) check.KeepOffFiles([.. survey.Files, Weights, Clip], NamesOf(survey));
        return await RequireAsync(input, problems);
    }

    /// <summary>The clip, if nothing is wrong.</summary>
    private async Task<ClipInput> RequireAsync(ClipInput? input, Problems problems)
    {
        if (problems.All is not { Count: > 0 } all) return input!;
        if (input is not null) await input.DisposeAsync();
        throw new MediaException(Problems.Listing($"'{Clip}' cannot be segmented", all));
    }
}
