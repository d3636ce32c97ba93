using System.Globalization;
using System.Text;
using LiVOS.Media;

namespace LiVOS.Evaluation.Report;

/// <summary>The outlines of a mask's objects as an SVG path, sharp at any size.</summary>
internal static class MaskOutline
{
    /// <summary>Draws a line between any two pixels of different objects, joining runs of them.</summary>
    /// <param name="mask">The mask; outside it is background.</param>
    /// <returns>The path's commands, in pixels of the mask.</returns>
    public static string Path(IndexMask mask)
    {
        var path = new StringBuilder();
        for (int y = 0; y <= mask.Height; y++)
            AddRuns(path, mask.Width, x => At(x, y - 1) != At(x, y), (x, length) => string.Create(CultureInfo.InvariantCulture, $"M{x} {y}h{length}"));
        for (int x = 0; x <= mask.Width; x++)
            AddRuns(path, mask.Height, y => At(x - 1, y) != At(x, y), (y, length) => string.Create(CultureInfo.InvariantCulture, $"M{x} {y}v{length}"));
        return path.ToString();

        int At(int x, int y) => x < 0 || y < 0 || x >= mask.Width || y >= mask.Height ? 0 : mask.Ids[y * mask.Width + x];
    }

    private static void AddRuns(StringBuilder path, int length, Func<int, bool> isEdge, Func<int, int, string> draw)
    {
        for (int at = 0, start = 0; at <= length; at++)
        {
            if (at < length && isEdge(at)) continue;
            if (at > start) path.Append(draw(start, at - start));
            start = at + 1;
        }
    }
}
