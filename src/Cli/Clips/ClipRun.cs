using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Memory;
using LiVOS.Media;
using LiVOS.Media.Surveys;
using LiVOS.Model;

namespace LiVOS.Cli.Clips;

/// <summary>All that it takes to segment a clip: everything is checked before anything is written.</summary>
/// <param name="Clip">A folder of frames.</param>
/// <param name="Masks">A mask, or a folder of masks.</param>
/// <param name="Weights">The weight file.</param>
/// <param name="Out">The folder for the results.</param>
internal sealed record ClipRun(string Clip, string Masks, string Weights, string Out)
{
    /// <summary>The shorter side of frames as the network sees them; null for their own size.</summary>
    public required int? Size { get; init; }

    /// <summary>Whether pictures with the masks upon them are written.</summary>
    public bool Overlay { get; init; }

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

    /// <summary>Looks at everything, tells what will be done, and segments the clip.</summary>
    /// <param name="error">Receives the plan and the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="MediaException">Something is wrong with the input; the message lists all of it.</exception>
    /// <exception cref="InterruptedException">It was stopped.</exception>
    public async Task<ClipReport> SegmentAsync(TextWriter error, CancellationToken cancellation)
    {
        long available = MemoryLimit ?? SystemMemory.Available();
        var output = new OutputFolder(Out, Overlay);
        (ClipSurvey survey, IEnumerable<string> leftovers) = Look(output);
        FrameGeometry geometry = GeometryOf(survey.Frames, Size);
        var file = new RunRecordFile(output);
        RunRecord record = RunRecord.Of(this, survey, $"{geometry.Width}x{geometry.Height}, {Device.Precision}");
        Resumption resumption = Resumption.Find(Resume, record, file, survey, output);
        ClipPlan plan = ClipPlan.Of(survey, geometry, [.. leftovers, .. resumption.Note is string note ? [note] : Array.Empty<string>()], resumption.Done);
        var job = new ClipJob(this, survey, resumption, geometry, output, plan);
        if (resumption.Done == survey.Frames.Count)
        {
            plan.Write(error);
            return job.NothingToDo();
        }
        return await Device.UseAsync(error, device => job.RunAsync(device, available, Begin, error, cancellation));

        void Begin()
        {
            output.Create();
            if (resumption.Done == 0) file.Write(record);
            plan.Write(error);
        }
    }

    /// <summary>The sizes of a clip's session.</summary>
    /// <param name="frames">The clip.</param>
    /// <param name="size">The shorter side as the network sees it; null for the frames' own.</param>
    public static FrameGeometry GeometryOf(FrameFolder frames, int? size)
    {
        if (size is not int side) return new FrameGeometry(frames.Height, frames.Width);
        (int width, int height) = Resize.NetworkSize(frames.Width, frames.Height, side);
        return new FrameGeometry(height, width, frames.Height, frames.Width);
    }

    /// <summary>Looks at frames, masks and the folder for the results.</summary>
    /// <exception cref="MediaException">Something is wrong; the message lists all of it.</exception>
    private (ClipSurvey Survey, IEnumerable<string> Leftovers) Look(OutputFolder output)
    {
        var problems = new Problems();
        ClipSurvey? survey = ClipSurvey.Of(new ClipQuery(Clip, Masks) { Options = MaskOptions, Size = Size }, problems);
        if (survey?.ObjectIds.Count is > Segmenter.MostObjects and int objects)
            problems.Add($"The masks in '{Masks}' show {objects} objects, but one run follows at most {Segmenter.MostObjects}; give masks with fewer objects.");
        var check = new OutputCheck(output, problems);
        bool apart = check.KeepOffFolders([Clip, Masks, .. Directory.Exists(Masks) ? survey?.Masks.Folders ?? [] : []]);
        string[] names = survey is null ? [] : [.. Enumerable.Range(0, survey.Frames.Count).Select(survey.Frames.Name)];
        if (survey is not null && apart) check.KeepOffFiles(survey.Files.Append(Weights), names);
        if (problems.All is { Count: > 0 } all) throw new MediaException(Problems.Listing($"'{Clip}' cannot be segmented", all));
        return (survey!, check.Leftovers(names));
    }
}
