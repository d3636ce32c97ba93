using System.Globalization;
using System.Text;

namespace LiVOS.Evaluation.Report;

/// <summary>A grid of objects by time: the darker, the surer. It stretches to any width, and a cell of several frames shows the worst of them.</summary>
internal static class ConfidenceGrid
{
    private const int MostColumns = 480;
    private const string Lost = "lost";

    /// <summary>The lower ends of the levels, from the surest down.</summary>
    private static readonly double[] s_levels = [0.95, 0.9, 0.8, 0.65, 0];

    public const string Css = """
        .time { display: grid; grid-template-columns: max-content 1fr; gap: .3rem .75rem; align-items: center; font-size: .875rem }
        .time svg { width: 100%; height: 1.4rem; background: var(--line); border-radius: .2rem }
        .time .l0 { fill: #1d4ed8 } .time .l1 { fill: #4f7fe8 } .time .l2 { fill: #93b4f2 } .time .l3 { fill: #f2c46d } .time .l4 { fill: #f08c2e }
        .time .lost { fill: #c81e3a } .time .mark { fill: var(--ink) }
        .time .marks svg { height: .5rem; background: none }
        .steps { display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; margin: .75rem 0 0; padding: 0; list-style: none; font-size: .875rem; color: var(--quiet) }
        .steps svg { width: .9rem; height: .9rem; margin-right: .4rem; vertical-align: -.1rem }
        """;

    /// <summary>Draws it.</summary>
    /// <param name="frames">The frames' numbers.</param>
    /// <param name="objects">The rows.</param>
    /// <param name="marked">Frames that are marked above the rows.</param>
    public static string Html(IReadOnlyList<int> frames, IReadOnlyList<ConfidenceRow> objects, IReadOnlyList<int> marked)
    {
        int columns = Math.Min(frames.Count, MostColumns);
        var html = new StringBuilder("""<div class="time">""");
        if (marked.Count > 0) html.Append($"""<span>to correct</span><span class="marks">{Marks(frames, marked, columns)}</span>""");
        foreach (ConfidenceRow row in objects)
        {
            html.Append(CultureInfo.InvariantCulture, $"<span>object {row.Id}</span>");
            html.Append(CultureInfo.InvariantCulture, $"""<svg viewBox="0 0 {columns} 1" preserveAspectRatio="none" role="img" """);
            html.Append($"""aria-label="{Description(row)}">{Cells(row, frames.Count, columns)}</svg>""");
        }
        html.Append(CultureInfo.InvariantCulture, $"""<span></span><span class="x"><span>{frames[0]}</span><span>{frames[^1]}</span></span></div>""");
        return html.Append(Steps()).ToString();
    }

    /// <summary>The first of the frames of a column.</summary>
    private static int FirstOf(int column, int frames, int columns) => (int)((long)column * frames / columns);

    private static string Cells(ConfidenceRow row, int frames, int columns)
    {
        string?[] classes =
        [
            .. Enumerable.Range(0, columns).Select(column => ClassOf(row, FirstOf(column, frames, columns), FirstOf(column + 1, frames, columns))),
        ];
        var cells = new StringBuilder();
        for (int first = 0, end; first < columns; first = end)
        {
            for (end = first + 1; end < columns && classes[end] == classes[first];) end++;
            if (classes[first] is string level) cells.Append(Rectangle(level, first, end - first));
        }
        return cells.ToString();
    }

    /// <summary>The style of the worst of some frames; null where the object was not followed.</summary>
    private static string? ClassOf(ConfidenceRow row, int first, int end)
    {
        double? worst = null;
        for (int frame = first; frame < end; frame++)
        {
            if (row.IsLost[frame]) return Lost;
            if (row.Confidence[frame] is double confidence && !(confidence >= worst)) worst = confidence;
        }
        return worst is double known ? $"l{Array.FindIndex(s_levels, level => known >= level)}" : null;
    }

    private static string Marks(IReadOnlyList<int> frames, IReadOnlyList<int> marked, int columns)
    {
        var marks = new StringBuilder();
        for (int column = 0; column < columns; column++)
        {
            int low = frames[FirstOf(column, frames.Count, columns)], high = frames[FirstOf(column + 1, frames.Count, columns) - 1];
            if (marked.Any(frame => frame >= low && frame <= high)) marks.Append(Rectangle("mark", column, 1));
        }
        return string.Create(CultureInfo.InvariantCulture, $"""<svg viewBox="0 0 {columns} 1" preserveAspectRatio="none" aria-hidden="true">{marks}</svg>""");
    }

    private static string Rectangle(string style, int first, int width) =>
        string.Create(CultureInfo.InvariantCulture, $"""<rect class="{style}" x="{first}" width="{width}" height="1"/>""");

    private static string Description(ConfidenceRow row)
    {
        double[] known = [.. row.Confidence.OfType<double>()];
        return string.Create(CultureInfo.InvariantCulture, $"object {row.Id}: mean {known.DefaultIfEmpty().Average():0.00}, ")
            + string.Create(CultureInfo.InvariantCulture, $"lowest {known.DefaultIfEmpty().Min():0.00}, lost in {row.IsLost.Count(lost => lost)} frames");
    }

    private static string Steps()
    {
        var steps = new StringBuilder("""<ul class="steps time-key">""");
        for (int level = 0; level < s_levels.Length; level++)
        {
            string text = level == s_levels.Length - 1
                ? string.Create(CultureInfo.InvariantCulture, $"below {s_levels[^2]:0.00}")
                : string.Create(CultureInfo.InvariantCulture, $"{s_levels[level]:0.00} and above");
            Add($"l{level}", text);
        }
        Add(Lost, "lost");
        return steps.Append("</ul>").ToString();

        void Add(string style, string text) =>
            steps.Append($"""<li><span class="time" style="display:inline"><svg viewBox="0 0 1 1">{Rectangle(style, 0, 1)}</svg></span>{text}</li>""");
    }
}
