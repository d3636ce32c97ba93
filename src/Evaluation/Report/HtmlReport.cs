using System.Globalization;
using System.Net;
using System.Text;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.Report;

/// <summary>A self-contained HTML page: a table of clips, and for each clip some frames with outlines and a plot of J over time.</summary>
public static class HtmlReport
{
    /// <summary>The width of pictures in pixels, by the number of clips, so that a page of 500 clips still opens.</summary>
    private static readonly (int Clips, int Width)[] s_widths = [(40, 400), (150, 280), (int.MaxValue, 180)];

    /// <summary>Writes a report, atomically.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="page">The content.</param>
    /// <exception cref="MediaException">A picture cannot be read, or the file cannot be written.</exception>
    public static void Write(string path, ReportPage page) => AtomicFile.Write(path, stream =>
    {
        using var html = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        WriteHead(html, page);
        WriteTable(html, page);
        WriteLeftOut(html, page.LeftOut);
        bool hasTruth = page.Clips.Any(clip => clip.Truth is not null);
        html.WriteLine($"""<ul class="key">{(hasTruth ? """<li class="is-truth">truth</li>""" : "")}<li class="is-result">result</li></ul>""");
        int width = s_widths.First(step => page.Clips.Count <= step.Clips).Width;
        for (int i = 0; i < page.Clips.Count; i++) WriteClip(html, page.Clips[i], i, width);
        html.WriteLine("</body></html>");
    });

    private static void WriteHead(TextWriter html, ReportPage page)
    {
        string title = WebUtility.HtmlEncode(page.Title);
        html.WriteLine($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
            <style>
            {ReportStyle.Css}
            </style></head><body>
            <h1>{title}</h1>
            """);
        if (page.Scores is SetScore scores)
        {
            html.Write("""<ul class="scores">""");
            html.Write(Card("J&F", scores.JAndF) + Card("J", scores.J.Mean) + Card("F", scores.F.Mean));
            html.WriteLine(Card("J recall", scores.J.Recall) + Card("J decay", scores.J.Decay) + "</ul>");
        }
        html.Write("""<dl class="facts">""");
        foreach ((string name, string value) in page.Facts)
            html.Write($"<dt>{WebUtility.HtmlEncode(name)}</dt><dd>{WebUtility.HtmlEncode(value)}</dd>");
        if (page.Hint is string hint) html.Write($"<dt>hint</dt><dd>{WebUtility.HtmlEncode(hint)}</dd>");
        html.WriteLine("</dl>");
    }

    /// <summary>A row for all clips and one for each, without columns that would be empty.</summary>
    private static void WriteTable(TextWriter html, ReportPage page)
    {
        bool hasScores = page.Scores is not null, hasSpeed = page.Clips.Any(clip => clip.FramesPerSecond is not null);
        string columns = (hasScores ? "<th>J&amp;F</th><th>J</th><th>F</th>" : "") + (hasSpeed ? "<th>fps</th>" : "") + (hasScores ? "<th>objects</th>" : "");
        html.WriteLine($"""<div class="table"><table><thead><tr><th>clip</th>{columns}<th>masks</th></tr></thead><tbody>""");
        WriteRow(
            "all", page.Scores?.JAndF, page.Scores?.J.Mean, page.Scores?.F.Mean, page.Scores?.Objects, page.FramesPerSecond,
            page.Clips.Sum(clip => clip.Masks.Count));
        for (int i = 0; i < page.Clips.Count; i++)
        {
            ReportClip clip = page.Clips[i];
            WriteRow(
                $"""<a href="#clip-{i}">{WebUtility.HtmlEncode(clip.Name)}</a>""",
                clip.Score?.JAndF, clip.Score?.J?.Mean, clip.Score?.F?.Mean, clip.Score?.Objects.Count, clip.FramesPerSecond, clip.Masks.Count);
        }
        html.WriteLine("</tbody></table></div>");

        void WriteRow(string name, double? jAndF, double? j, double? f, int? objects, double? speed, int masks)
        {
            string scores = hasScores ? $"<td>{Percent(jAndF)}</td><td>{Percent(j)}</td><td>{Percent(f)}</td>" : "";
            string known = scores + (hasSpeed ? $"<td>{Number(speed)}</td>" : "") + (hasScores ? $"<td>{objects}</td>" : "");
            html.WriteLine($"<tr><td>{name}</td>{known}<td>{masks}</td></tr>");
        }
    }

    private static void WriteLeftOut(TextWriter html, IReadOnlyList<LeftOutClip> clips)
    {
        if (clips.Count == 0) return;
        html.Write("""<section class="clip"><header><h2>Left out</h2></header><ul>""");
        foreach (LeftOutClip clip in clips)
            foreach (string problem in clip.Problems) html.Write($"<li>{WebUtility.HtmlEncode(clip.Name)}: {WebUtility.HtmlEncode(problem)}</li>");
        html.WriteLine("</ul></section>");
    }

    private static void WriteClip(TextWriter html, ReportClip clip, int number, int width)
    {
        FrameScore? worst = clip.Score?.WorstFrame();
        string summary = clip.Score is null ? $"{clip.Masks.Count} masks"
            : $"J&F {Percent(clip.Score.JAndF)}, J {Percent(clip.Score.J?.Mean)}, F {Percent(clip.Score.F?.Mean)}";
        if (clip.FramesPerSecond is not null) summary += $", {Number(clip.FramesPerSecond)} fps";
        html.WriteLine($"""
            <section class="clip" id="clip-{number}">
            <header><h2>{WebUtility.HtmlEncode(clip.Name)}</h2><p>{WebUtility.HtmlEncode(summary)}</p></header><div class="frames">
            """);
        foreach ((string caption, int mask) in Chosen(clip, worst)) html.WriteLine(Figure(clip, caption, mask, width));
        html.WriteLine("</div>");
        if (clip.Score is not null) html.WriteLine(ScorePlot.Html(clip.Score, worst?.Frame));
        html.WriteLine("</section>");
    }

    /// <summary>The first and the last mask (with ground truth, if there is any), and between them the worst one, or the middle one if nothing was
    /// scored.</summary>
    private static IEnumerable<(string Caption, int Mask)> Chosen(ReportClip clip, FrameScore? worst)
    {
        int[] masks = clip.Truth is IMaskSequence truth
            ? [.. Enumerable.Range(0, truth.Count).Select(i => clip.Masks.IndexOf(truth.Name(i))).Where(i => i >= 0)]
            : [.. Enumerable.Range(0, clip.Masks.Count)];
        if (masks.Length == 0) yield break;
        yield return ($"first: {clip.Masks.Name(masks[0])}", masks[0]);
        if (worst is not null)
            yield return ($"worst: {worst.Frame}, J {Percent(worst.J)}", clip.Masks.IndexOf(worst.Frame));
        else if (masks.Length > 2)
            yield return ($"middle: {clip.Masks.Name(masks[masks.Length / 2])}", masks[masks.Length / 2]);
        if (masks.Length > 1) yield return ($"last: {clip.Masks.Name(masks[^1])}", masks[^1]);
    }

    private static string Figure(ReportClip clip, string caption, int mask, int width)
    {
        string name = clip.Masks.Name(mask);
        int frame = clip.Frames?.IndexOf(name) ?? -1;
        int truth = clip.Truth is null ? -1 : Enumerable.Range(0, clip.Truth.Count).FirstOrDefault(i => clip.Truth.Name(i) == name, -1);
        return FrameFigure.Html(
            caption, frame < 0 ? null : clip.Frames!.Read(frame), clip.Masks.Read(mask), truth < 0 ? null : clip.Truth!.Read(truth), width);
    }

    private static string Card(string name, double share) => $"<li><b>{Percent(share)}</b>{WebUtility.HtmlEncode(name)}</li>";

    private static string Percent(double? share) => share is double value ? Number(100 * value) : "";

    private static string Number(double? value) => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? "";
}
