using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Memory;
using LiVOS.Media;
using LiVOS.Media.Surveys;
using LiVOS.Model;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>All that it takes to segment a clip: everything is checked before anything is written.</summary>
/// <param name="Clip">A folder of frames, a video file or address, or <c>-</c> for the standard input.</param>
/// <param name="Masks">Masks, and folders of masks.</param>
/// <param name="Weights">The weight file.</param>
/// <param name="Out">The folder for the results.</param>
internal sealed record ClipRun(string Clip, IReadOnlyList<string> Masks, string Weights, string Out)
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

    /// <summary>The frames that are taken.</summary>
    public FrameSelection Selection { get; init; } = FrameSelection.All;

    /// <summary>How the clip is segmented, but for the size.</summary>
    internal SegmentationOptions Segmentation => new() { Size = Size, WithPictures = Overlay };

    /// <summary>Looks at everything, tells what will be done, and segments the clip.</summary>
    /// <param name="error">Receives the plan and the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="MediaException">Something is wrong with the input; the message lists all of it.</exception>
    /// <exception cref="InterruptedException">It was stopped.</exception>
    public async Task<ClipReport> SegmentAsync(TextWriter error, CancellationToken cancellation)
    {
        long available = MemoryLimit ?? SystemMemory.Available();
        var output = new OutputFolder(Out, Overlay);
        await using ClipInput input = await LookAsync(output, cancellation);
        ClipSurvey survey = input.Survey;
        FrameGeometry geometry = VideoSegmenter.GeometryOf(survey.Frames, Size);
        var file = new RunRecordFile(output);
        RunRecord record = RunRecord.Of(this, survey, $"{geometry.Width}x{geometry.Height}, {Device.Precision}");
        Resumption resumption = Resumption.Find(Resume, record, file, survey, output);
        string[] warnings =
        [
            .. input.Clip.Warnings, .. new OutputCheck(output, new Problems()).Leftovers(NamesOf(survey)),
            .. resumption.Note is string note ? [note] : Array.Empty<string>(),
        ];
        ClipPlan plan = ClipPlan.Of(survey, geometry, warnings, resumption.Done);
        var job = new ClipJob(this, input, resumption, geometry, output, plan);
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

    /// <summary>Names of results. Those of a stream, whose end is not known, are as many as a folder of results may hold.</summary>
    private static IEnumerable<string> NamesOf(ClipSurvey survey) =>
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
        var check = new OutputCheck(output, problems);
        bool apart = check.KeepOffFolders([Clip, .. Masks, .. Masks.Any(Directory.Exists) ? survey?.Masks.Folders ?? [] : []]);
        if (survey is not null && apart) check.KeepOffFiles([.. survey.Files, Weights, Clip], NamesOf(survey));
        if (problems.All is not { Count: > 0 } all) return input!;
        if (input is not null) await input.DisposeAsync();
        throw new MediaException(Problems.Listing($"'{Clip}' cannot be segmented", all));
    }
}
