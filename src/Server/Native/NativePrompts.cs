using LiVOS.Media;
using LiVOS.Model.Clicks;
using LiVOS.Video;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>What a request says of an object, in pixels.</summary>
internal static class NativePrompts
{
    /// <summary>Reads points and boxes, which are parts of a frame's width and height.</summary>
    /// <exception cref="RequestException">They are no such numbers.</exception>
    public static ObjectPrompts Of(int id, double[][]? points, int[]? labels, double[][]? boxes, int width, int height)
    {
        points ??= [];
        if (labels is not null && labels.Length != points.Length)
            throw new RequestException($"There are {points.Length} points, but {labels.Length} labels; give one for each.");
        if (points.Any(point => point is not { Length: 2 } || !point.All(IsPart)))
            throw new RequestException("A point is not x and y, each from 0 to 1: parts of the frame's width and height.");
        if (boxes is { Length: > 1 }) throw new RequestException($"There are {boxes.Length} boxes; an object takes one.");
        if (boxes is [var only] && (only is not { Length: 4 } || !only.All(IsPart)))
            throw new RequestException("The box is not x, y, width and height, each from 0 to 1: parts of the frame's width and height.");
        return new ObjectPrompts(id, [.. points.Select((point, i) => new Stroke(
            Math.Min(point[0] * width, width - 1), Math.Min(point[1] * height, height - 1), labels is null || labels[i] == 1))])
        {
            Box = boxes is [[var x, var y, var w, var h]] ? new Box(x * width, y * height, (x + w) * width, (y + h) * height) : null,
        };
    }

    private static bool IsPart(double number) => number is >= 0 and <= 1;
}
