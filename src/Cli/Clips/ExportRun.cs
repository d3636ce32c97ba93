using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Media;
using LiVOS.Media.Surveys;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>Writes masks that are made already in other formats: everything is looked at before anything is written.</summary>
/// <param name="Masks">The folder of the masks.</param>
/// <param name="Frames">Their clip; null where the formats show no frames.</param>
/// <param name="Results">What is written.</param>
internal sealed record ExportRun(string Masks, string? Frames, ClipResults Results)
{
    /// <summary>The frames of the clip that are taken.</summary>
    public FrameSelection Selection { get; init; } = FrameSelection.All;

    /// <summary>How masks are read.</summary>
    public MaskOptions MaskOptions { get; init; } = MaskOptions.Plain;

    /// <summary>Looks at everything, and writes it.</summary>
    /// <param name="error">Receives warnings and the progress.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="MediaException">Something is wrong with the input; the message lists all of it.</exception>
    /// <exception cref="InterruptedException">It was stopped.</exception>
    public async Task<ExportReport> WriteAsync(TextWriter error, CancellationToken cancellation)
    {
        var problems = new Problems();
        var query = new ClipQuery(Frames ?? Masks, Masks) { Options = MaskOptions, Selection = Selection, AreResults = true };
        await using ClipInput? input = Frames is null ? null : await ClipInput.OpenAsync(query, problems, cancellation);
        ClipSurvey? survey = input?.Survey ?? (Frames is null ? OfMasks(query, problems) : null);
        Check(survey, problems);
        if (problems.All is { Count: > 0 } all) throw new MediaException(Problems.Listing($"'{Masks}' cannot be exported", all));

        IReadOnlyList<int> masked = survey!.MaskedFrames;
        bool isWhole = masked.Count == survey.Frames.Count;
        Func<int, string> fileOf = input is null ? frame => survey.Frames.Name(frame) + ".png" : input.Clip.FileNameOf;
        await using ClipOutputs outputs = ClipOutputs.Of(
            Results, Frames ?? Masks, fileOf, input?.Clip as VideoFile, withSound: isWhole && Selection == FrameSelection.All);
        foreach (string warning in survey.Warnings.Concat(input?.Clip.Warnings ?? [])) error.WriteLine($"Warning: {warning}");
        if (!isWhole && survey.Frames.Count != int.MaxValue)
            error.WriteLine($"Warning: {survey.Frames.Count - masked.Count} of the {survey.Frames.Count} frames have no mask, and are left out.");

        var frames = new MaskedFrames(survey.Frames, survey.Masks, masked, Results.FormatsOfPictures.Any() ? input?.Clip : null);
        int written = 0;
        try
        {
            await FrameProgress.ShowAsync(
                error, "exporting", masked.Count,
                progress => outputs.WriteAllAsync(frames.ReadAsync(cancellation), _ => progress(++written)), cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException($"Stopped: {written} of {masked.Count} frames were written to '{Results.Out}'.");
        }
        return new ExportReport(Masks, Results.Out, Results.Formats, written, survey.ObjectIds);
    }

    private static ClipSurvey? OfMasks(ClipQuery query, Problems problems) =>
        problems.Try(() => NamedFrames.OfMasks(query.Masks[0])) is NamedFrames frames ? ClipSurvey.Of(query, frames, problems) : null;

    /// <summary>Looks at the objects, and at where the results go.</summary>
    private void Check(ClipSurvey? survey, Problems problems)
    {
        if (survey is null) return;
        Results.CheckCategories(survey.ObjectIds, problems);
        if (survey.Given.FirstOrDefault(mask => mask.Ids.Count > MaskedFrames.MostObjects) is SurveyedMask crowded)
            problems.Add($"The mask '{crowded.Path}' shows {crowded.Ids.Count} objects, but at most {MaskedFrames.MostObjects} are written; leave some out by "
                + "--id-map ID=0.");
        string[] inputs = [Masks, .. Frames is not null && Path.Exists(Frames) ? [Frames] : Array.Empty<string>()];
        if (Results.IsVideo)
        {
            OutputFile.Require(Results.Out, inputs);
            return;
        }
        foreach (string folder in Results.Formats.Select(format => Path.Combine(Results.Out, format)).Prepend(Results.Out))
            new OutputCheck(new OutputFolder(folder, withOverlays: false), problems).KeepOffFolders([.. inputs, .. survey.Masks.Folders]);
    }
}
