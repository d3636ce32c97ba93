using System.Globalization;
using System.Text;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Cli.Scores;

/// <summary>
/// Scores for spreadsheets and scripts: a row each for the set, for clips, objects and, where they are wanted, frames. Values are from 0 to 1.
/// </summary>
static class ScoreCsv
{
    const string Header = "scope,clip,object,frame,frames,J&F,J,F,J recall,F recall,J decay,F decay";

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public static void Write(string path, SetScore set, bool perFrame)
    {
        var text = new StringBuilder().Append(Header).Append('\n');
        AddMeasures(text, "all,,,", set.Clips.Sum(clip => clip.ScoredFrames), set.J, set.F);
        foreach (ClipScore clip in set.Clips)
        {
            string name = Quote(clip.Name);
            if (clip is { J: Measure j, F: Measure f }) AddMeasures(text, $"clip,{name},,", clip.ScoredFrames, j, f);
            foreach (ObjectScore each in clip.Objects)
            {
                AddMeasures(text, $"object,{name},{each.Id},", each.ScoredFrames, each.J, each.F);
                if (!perFrame) continue;
                foreach (FrameScore frame in each.Frames ?? [])
                    text.Append(
                        CultureInfo.InvariantCulture, $"frame,{name},{each.Id},{Quote(frame.Frame)},,{(frame.J + frame.F) / 2},{frame.J},{frame.F},,,,\n");
            }
        }
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    static void AddMeasures(StringBuilder text, string of, int frames, Measure j, Measure f) => text.Append(
        CultureInfo.InvariantCulture, $"{of},{frames},{(j.Mean + f.Mean) / 2},{j.Mean},{f.Mean},{j.Recall},{f.Recall},{j.Decay},{f.Decay}\n");

    static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
