using System.Globalization;
using LiVOS.Cli.Errors;
using LiVOS.Model.Clicks;
using LiVOS.Video;

namespace LiVOS.Cli.Automask;

/// <summary>Reads what Kdenlive says of objects: <c>0=200,250,300,255;100=10,50</c> are two points in frame 0 and one in frame 100.</summary>
internal static class AutomaskText
{
    private const int Object = 1; // Kdenlive makes the mask of one object

    /// <summary>The prompts of each frame that is named.</summary>
    /// <param name="points">The points; null for none.</param>
    /// <param name="labels">1 for each that is on the object, 0 for each beside it; null where all are on it.</param>
    /// <param name="boxes">Boxes, by their first and last pixels; null for none.</param>
    /// <exception cref="InputException">It cannot be understood.</exception>
    public static Dictionary<int, ObjectPrompts> Prompts(string? points, string? labels, string? boxes)
    {
        Dictionary<int, double[]> places = Lists("-P", points), signs = Lists("-L", labels), corners = Lists("-B", boxes);
        return places.Keys.Union(corners.Keys).ToDictionary(
            frame => frame,
            frame => new ObjectPrompts(Object, Clicks(places.GetValueOrDefault(frame, []), signs.GetValueOrDefault(frame)))
            {
                Box = corners.TryGetValue(frame, out double[]? box) ? BoxOf(box) : null,
            });
    }

    /// <summary>A colour: red, green, blue and opacity; null where the text is none.</summary>
    public static RgbaColour? Colour(string text)
    {
        var levels = new byte[4];
        string[] parts = text.Split(',');
        if (parts.Length != levels.Length) return null;
        for (int i = 0; i < levels.Length; i++)
            if (!byte.TryParse(parts[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out levels[i])) return null;
        return new RgbaColour(levels[0], levels[1], levels[2], levels[3]);
    }

    private static Stroke[] Clicks(double[] places, double[]? signs)
    {
        if (places.Length % 2 != 0) throw new InputException("-P has an odd number of coordinates in a frame; give X,Y for each point.");
        int count = places.Length / 2;
        if (signs is not null && signs.Length != count)
            throw new InputException($"-L has {signs.Length} labels for {count} points; give 1 or 0 for each.");
        return [.. Enumerable.Range(0, count).Select(i => new Stroke(places[2 * i], places[2 * i + 1], signs is null || signs[i] > 0))];
    }

    private static Box BoxOf(double[] corners)
    {
        if (corners.Length != 4) throw new InputException($"-B has {corners.Length} coordinates in a frame; give X0,Y0,X1,Y1.");
        (double left, double right) = (Math.Min(corners[0], corners[2]), Math.Max(corners[0], corners[2]));
        (double top, double bottom) = (Math.Min(corners[1], corners[3]), Math.Max(corners[1], corners[3]));
        return new Box(left, top, right + 1, bottom + 1);
    }

    /// <summary>The numbers of each frame.</summary>
    private static Dictionary<int, double[]> Lists(string option, string? text)
    {
        Dictionary<int, double[]> lists = [];
        foreach (string part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split('=');
            if (sides.Length != 2 || !int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int frame))
                throw new InputException($"{option} is '{text}'; give FRAME=NUMBERS, several with ; between them.");
            lists[frame] = [.. sides[1].Split(',').Select(number => Number(option, text!, number))];
        }
        return lists;
    }

    private static double Number(string option, string text, string number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InputException($"{option} is '{text}', where '{number}' is no number; give numbers with commas between them.");
}
