using System.Globalization;
using LiVOS.Model.Clicks;

namespace LiVOS.Cli.CommandLine;

/// <summary>Prompts as they are typed.</summary>
internal static class PromptText
{
    public const string Click = "X,Y[:+|-]", Box = "X0,Y0,X1,Y1", Line = "X,Y X,Y ...[:+|-]";

    /// <summary>Reads a click or a line: places with spaces between them, and whether they are on the object.</summary>
    /// <returns>The stroke; null where it is none.</returns>
    public static Stroke? Stroke(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length > 2 || Sign(parts.ElementAtOrDefault(1)) is not bool isPositive) return null;
        (double X, double Y)?[] points = [.. parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Place)];
        return points.Length == 0 || points.Contains(null) ? null : new Stroke([.. points.Select(point => point!.Value)], isPositive);
    }

    /// <summary>Reads a box.</summary>
    /// <returns>The box; null where it is none.</returns>
    public static Box? BoxOf(string text) =>
        Numbers(text) is [double left, double top, double right, double bottom] ? new Box(left, top, right, bottom) : null;

    /// <summary>Reads <c>FRAME:X,Y[:+|-][:ID]</c>.</summary>
    /// <returns>The click; null where it is none.</returns>
    public static FramePrompt? ClickInFrame(string text)
    {
        string[] parts = text.Split(':');
        bool hasSign = parts.Length > 2 && parts[2] is "+" or "-";
        if (parts.Length < 2 || parts.Length > (hasSign ? 4 : 3)) return null;
        int? id = parts.Length > (hasSign ? 3 : 2) ? Id(parts[^1]) : 1;
        return Number(parts[0]) is int frame && Place(parts[1].Trim()) is (double x, double y) && id is int known
            ? new FramePrompt(frame, known, new Stroke(x, y, !hasSign || parts[2] == "+"), null)
            : null;
    }

    /// <summary>Reads <c>FRAME:X0,Y0,X1,Y1[:ID]</c>.</summary>
    /// <returns>The box; null where it is none.</returns>
    public static FramePrompt? BoxInFrame(string text)
    {
        string[] parts = text.Split(':');
        int? id = parts.Length == 2 ? 1 : parts.Length == 3 ? Id(parts[2]) : null;
        return id is int known && Number(parts[0]) is int frame && BoxOf(parts[1]) is Box box ? new FramePrompt(frame, known, null, box) : null;
    }

    private static bool? Sign(string? text) => text switch { null or "+" => true, "-" => false, _ => null };

    private static (double X, double Y)? Place(string text) => Numbers(text) is [double x, double y] ? (x, y) : null;

    private static double[] Numbers(string text)
    {
        double?[] numbers =
        [
            .. text.Split(',').Select(part =>
                double.TryParse(part, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double number)
                    ? number : (double?)null),
        ];
        return numbers.Contains(null) ? [] : [.. numbers.Select(number => number!.Value)];
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static int? Id(string text) => Number(text) is int id and >= 1 and <= byte.MaxValue ? id : null;
}

/// <summary>A click or a box in one of a clip's frames.</summary>
/// <param name="Frame">The frame's number in the source, from 0.</param>
/// <param name="Id">The object.</param>
/// <param name="Click">The click; null for a box.</param>
/// <param name="Box">The box; null for a click.</param>
internal sealed record FramePrompt(int Frame, int Id, Stroke? Click, Box? Box);
