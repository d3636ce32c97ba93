using System.Globalization;
using System.Text;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Cli.Scores;

/// <summary>
/// Scores for spreadsheets and scripts: a row each for the set, for clips, objects and, where they are wanted, frames, and for clips that were
/// left out. Values are from 0 to 1.
/// </summary>
internal static class ScoreCsv
{
    private const string Header = "scope,clip,object,frame,frames,J&F,J,F,J recall,F recall,J decay,F decay,left out because";

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public static void Write(string path, SetScore set, IReadOnlyList<LeftOutClip> leftOut, bool perFrame)
    {
        var text = new StringBuilder().Append(Header).Append('\n');
        AddMeasures(text, "all,,,", set.Clips.Sum(clip => clip.ScoredFrames), set.J, set.F);
        foreach (ClipScore clip in set.Clips)
        {
            string name = Cell(clip.Name);
            if (clip is { J: Measure j, F: Measure f }) AddMeasures(text, $"clip,{name},,", clip.ScoredFrames, j, f);
            foreach (ObjectScore each in clip.Objects)
            {
                AddMeasures(text, $"object,{name},{each.Id},", each.ScoredFrames, each.J, each.F);
                if (!perFrame) continue;
                foreach (FrameScore frame in each.Frames ?? [])
                    text.Append(
                        CultureInfo.InvariantCulture, $"frame,{name},{each.Id},{Cell(frame.Frame)},,{(frame.J + frame.F) / 2},{frame.J},{frame.F},,,,,\n");
            }
        }
        foreach (LeftOutClip clip in leftOut) text.Append($"left out,{Cell(clip.Name)},,,,,,,,,,,{Cell(string.Join(' ', clip.Problems))}\n");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void AddMeasures(StringBuilder text, string of, int frames, Measure j, Measure f) => text.Append(
        CultureInfo.InvariantCulture, $"{of},{frames},{(j.Mean + f.Mean) / 2},{j.Mean},{f.Mean},{j.Recall},{f.Recall},{j.Decay},{f.Decay},\n");

    /// <summary>A text as a cell. A text that a spreadsheet would compute as a formula gets an apostrophe; a number does not.</summary>
    private static string Cell(string text)
    {
        bool isFormula = text.Length > 0 && "=+-@\t\r".Contains(text[0]) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        if (isFormula) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
