using LiVOS.Cli.Errors;
using LiVOS.Media;
using LiVOS.Media.Surveys;

namespace LiVOS.Cli.Clips;

/// <summary>Where a run begins: at the clip's first frame, or behind the masks that the same run has written before.</summary>
/// <param name="Masks">The masks to give.</param>
/// <param name="FirstFrame">The first frame to read.</param>
/// <param name="Done">How many frames have their results already.</param>
/// <param name="Note">What to tell of an earlier run; null for nothing.</param>
internal sealed record Resumption(IMaskSource Masks, int FirstFrame, int Done, string? Note)
{
    /// <summary>The session that was saved when the run was stopped; null where the last mask has to do.</summary>
    public string? Session { get; private init; }

    /// <summary>Finds where to begin.</summary>
    /// <param name="asked">Whether going on was asked for.</param>
    /// <param name="record">What this run is made from.</param>
    /// <param name="file">The record in the folder of results.</param>
    /// <param name="survey">The clip.</param>
    /// <param name="output">The folder of results.</param>
    /// <exception cref="InputException">Going on was asked for, but the folder holds another run.</exception>
    public static Resumption Find(bool asked, RunRecord record, RunRecordFile file, ClipSurvey survey, OutputFolder output)
    {
        IFrameList frames = survey.Frames;
        RunRecord? before = file.Read();
        int done = before == record ? file.Count(frames) : 0;
        if (!asked)
        {
            bool unfinished = done > 0 && done < frames.Count;
            return Anew(
                unfinished
                    ? $"'{output.Path}' holds {done} of {frames.Count} masks of this same run, which was stopped; it begins anew. --resume goes on instead."
                    : null);
        }
        if (before is null) return Anew($"There is no run in '{output.Path}' to go on with; it begins at the first frame.");
        if (before != record)
            throw new InputException($"'{output.Path}' holds another run ({before.Difference(record)}), which cannot go on with these; "
                + "give its own options, or another folder, or leave --resume out to begin anew.");
        if (done == frames.Count) return new Resumption(survey.Masks, done, done, $"All {done} masks are there already; nothing is left to do.");
        if (done > survey.Masks.FirstFrame && File.Exists(output.SessionPath(done)))
            return new Resumption(survey.Masks, done, done, $"Goes on behind frame {done - 1} ('{frames.Name(done - 1)}') as if it had not been stopped.")
            {
                Session = output.SessionPath(done),
            };
        for (; done > survey.Masks.FirstFrame + 1; done--)
            if (ReadWhole(output.MaskPath(frames.Name(done - 1)), survey) is IndexMask last)
                return new Resumption(new ResumedMasks(survey.Masks, done - 1, last), done - 1, done, Going(survey, done, last));
        return Anew("No mask of the earlier run shows an object yet; it begins at the first frame.");

        Resumption Anew(string? note) => new(survey.Masks, 0, 0, note);
    }

    private static string Going(ClipSurvey survey, int done, IndexMask last)
    {
        int[] lost = [.. survey.Given.Where(mask => mask.Frame < done).SelectMany(mask => mask.NewIds).Except(last.ObjectIds).Order()];
        return $"Goes on behind frame {done - 1} ('{survey.Frames.Name(done - 1)}'), from its mask: {done} of {survey.Frames.Count} are there already."
            + (lost.Length == 0
                ? ""
                : $" {IdText.Objects(lost)} {(lost.Length == 1 ? "is" : "are")} not in that mask and cannot be followed further, unless a later mask shows "
                + $"{(lost.Length == 1 ? "it" : "them")}.");
    }

    private static IndexMask? ReadWhole(string path, ClipSurvey survey)
    {
        try
        {
            return survey.Masks.Written(path);
        }
        catch (MediaException)
        {
            return null; // the one before may be whole
        }
    }
}
