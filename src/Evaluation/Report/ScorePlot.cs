using System.Globalization;
using System.Net;
using System.Text;
using LiVOS.Evaluation.Scores;

namespace LiVOS.Evaluation.Report;

/// <summary>
/// A plot of J over time, with a line for each object. The drawing stretches to any width; its labels are HTML, so they stay legible on a phone.
/// </summary>
internal static class ScorePlot
{
    private const int Colours = 8, MostLines = 40;

    /// <summary>Creates the plot of a clip's scores.</summary>
    /// <param name="clip">The scores, including those of single frames.</param>
    /// <param name="worst">The name of the frame to mark.</param>
    public static string Html(ClipScore clip, string? worst)
    {
        string[] frames = [.. clip.Objects.SelectMany(each => each.Frames ?? []).Select(frame => frame.Frame).Distinct().Order(StringComparer.Ordinal)];
        if (frames.Length == 0) return "";
        var html = new StringBuilder("""<div class="plot"><div class="y"><span>1</span><span>0.5</span><span>0</span></div>""");
        html.Append(
            CultureInfo.InvariantCulture, $"""<svg viewBox="0 0 {frames.Length} 100" preserveAspectRatio="none" role="img" aria-label="J over time">""");
        html.Append(CultureInfo.InvariantCulture, $"""<path class="grid" d="M0 0.5H{frames.Length}M0 50H{frames.Length}M0 99.5H{frames.Length}"/>""");
        if (Array.IndexOf(frames, worst) is >= 0 and int at)
            html.Append(CultureInfo.InvariantCulture, $"""<path class="worst" d="M{at + 0.5} 0V100"/>""");
        for (int i = 0; i < Math.Min(clip.Objects.Count, MostLines); i++) AddLine(html, clip.Objects[i], i % Colours, frames);
        html.Append("</svg>");
        html.Append($"""<div class="x"><span>{WebUtility.HtmlEncode(frames[0])}</span><span>{WebUtility.HtmlEncode(frames[^1])}</span></div></div>""");
        if (clip.Objects.Count > 1) AddLegend(html, clip);
        return html.ToString();
    }

    /// <summary>An object's line, from the middle of its first frame to the middle of its last; a single frame is as wide as itself.</summary>
    private static void AddLine(StringBuilder html, ObjectScore each, int colour, string[] frames)
    {
        if (each.Frames is not { Count: > 0 } scores) return;
        int first = Array.IndexOf(frames, scores[0].Frame);
        IEnumerable<string> points = scores.Count == 1
            ? [Point(first, scores[0]), Point(first + 1, scores[0])]
            : scores.Select((score, i) => Point(first + i + 0.5, score));
        html.Append($"""<polyline class="c{colour}" points="{string.Join(' ', points)}"><title>object {each.Id}</title></polyline>""");

        static string Point(double x, FrameScore score) => string.Create(CultureInfo.InvariantCulture, $"{x} {99.5 - 99 * score.J:0.#}");
    }

    private static void AddLegend(StringBuilder html, ClipScore clip)
    {
        html.Append("""<ul class="legend">""");
        foreach ((int i, ObjectScore each) in clip.Objects.Take(MostLines).Index())
            html.Append(
                CultureInfo.InvariantCulture, $"""<li class="c{i % Colours}">object {each.Id}: J {100 * each.J.Mean:0.0}, F {100 * each.F.Mean:0.0}</li>""");
        if (clip.Objects.Count > MostLines) html.Append(CultureInfo.InvariantCulture, $"<li>and {clip.Objects.Count - MostLines} more objects</li>");
        html.Append("</ul>");
    }
}
