using System.Globalization;
using System.Net;
using System.Text;

namespace LiVOS.Evaluation.Report;

/// <summary>The content of a page about how sure the network was of a clip.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Facts">Names and values.</param>
/// <param name="Frames">The numbers of the frames, in rising order.</param>
/// <param name="Objects">A row for each object.</param>
/// <param name="Suggestions">Frames to correct, the most important first.</param>
public sealed record ConfidencePage(
    string Title, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<int> Frames, IReadOnlyList<ConfidenceRow> Objects,
    IReadOnlyList<SuggestedFrame> Suggestions)
{
    /// <summary>Writes the page, atomically: one HTML file that needs no other.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using var html = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        string title = WebUtility.HtmlEncode(Title);
        html.WriteLine($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
            <style>
            {ReportStyle.Css}
            {ConfidenceGrid.Css}
            </style></head><body>
            <h1>{title}</h1>
            <dl class="facts">
            """);
        foreach ((string name, string value) in Facts)
            html.Write($"<dt>{WebUtility.HtmlEncode(name)}</dt><dd>{WebUtility.HtmlEncode(value)}</dd>");
        html.WriteLine("</dl>");
        html.WriteLine("""<section class="clip"><header><h2>Confidence over time</h2><p>the mean probability inside each object's mask</p></header>""");
        html.WriteLine(ConfidenceGrid.Html(Frames, Objects, [.. Suggestions.Select(each => each.Frame)]));
        html.WriteLine("</section>");
        WriteSuggestions(html);
        html.WriteLine("</body></html>");
    });

    private void WriteSuggestions(TextWriter html)
    {
        html.WriteLine("""<section class="clip"><header><h2>Frames to correct</h2><p>those that would help most come first</p></header>""");
        if (Suggestions.Count == 0) html.WriteLine("<p>None: the network is as sure everywhere as it usually is.</p>");
        html.WriteLine("""<div class="frames">""");
        foreach (SuggestedFrame each in Suggestions)
        {
            string caption = string.Create(CultureInfo.InvariantCulture, $"frame {each.Frame}: {each.Reason}");
            html.WriteLine(each.Mask is null
                ? $"<figure><figcaption>{WebUtility.HtmlEncode(caption)}</figcaption></figure>"
                : FrameFigure.Html(caption, each.Picture, each.Mask, truth: null, width: 400));
        }
        html.WriteLine("</div></section>");
    }
}

/// <summary>An object over time.</summary>
/// <param name="Id">The object.</param>
/// <param name="Confidence">For each frame a number in 0 to 1; null where it was not followed.</param>
/// <param name="IsLost">For each frame, whether it was lost.</param>
public sealed record ConfidenceRow(int Id, IReadOnlyList<double?> Confidence, IReadOnlyList<bool> IsLost);

/// <summary>A frame to correct.</summary>
/// <param name="Frame">Its number.</param>
/// <param name="Reason">Why: a part of a sentence.</param>
public sealed record SuggestedFrame(int Frame, string Reason)
{
    /// <summary>Its picture; null where there is none to show.</summary>
    public Picture? Picture { get; init; }

    /// <summary>Its mask; null where there is none to show.</summary>
    public IndexMask? Mask { get; init; }
}
