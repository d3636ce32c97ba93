using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Cli.Clips;

/// <summary>What is written of a clip.</summary>
/// <param name="Out">The folder for the results, or the video.</param>
/// <param name="Formats">The formats of the results, at least one.</param>
internal sealed record ClipResults(string Out, params IReadOnlyList<string> Formats)
{
    /// <summary>Frames per second of a video of results; null for the clip's own.</summary>
    public FrameRate? Rate { get; init; }

    /// <summary>The file for scores; null for none.</summary>
    public string? Scores { get; init; }

    /// <summary>The HTML page about the results; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>The colour behind the objects of a greenscreen; null for green.</summary>
    public (byte R, byte G, byte B)? Ground { get; init; }

    /// <summary>The bits of a pixel of soft masks.</summary>
    public int SoftBits { get; init; } = 8;

    /// <summary>What the objects are.</summary>
    public Categories Categories { get; init; } = Categories.Default;

    /// <summary>Whether the result is one video.</summary>
    public bool IsVideo => VideoOutput.IsVideo(Out);

    /// <summary>The folder of pictures with the masks upon them; null where there is none.</summary>
    public string? Overlays => !IsVideo && Formats.Contains(OutputFormat.Overlay) ? Path.Combine(Out, OutputFormat.Overlay) : null;

    /// <summary>The formats that show the clip's frames.</summary>
    public IEnumerable<string> FormatsOfPictures => Formats.Where(OutputFormat.ShowsFrames);

    /// <summary>Notes objects that have no category, where others have one.</summary>
    /// <param name="ids">The clip's objects.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public void CheckCategories(IEnumerable<int> ids, Problems problems)
    {
        if (ids.FirstOrDefault(id => !Categories.Has(id)) is not 0 and int id)
            problems.Add($"--category names none for object {id}; add {id}=NAME, or a NAME without an id for all other objects.");
    }
}
