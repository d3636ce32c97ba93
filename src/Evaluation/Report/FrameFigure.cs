using System.Net;
using LiVOS.Media;

namespace LiVOS.Evaluation.Report;

/// <summary>A frame with the outlines of ground truth and result, as an SVG picture.</summary>
internal static class FrameFigure
{
    private const int Quality = 68;

    /// <summary>Creates the figure.</summary>
    /// <param name="caption">The caption.</param>
    /// <param name="frame">The frame; null for an empty background.</param>
    /// <param name="result">The predicted mask.</param>
    /// <param name="truth">The ground truth, if there is one.</param>
    /// <param name="width">The greatest width of the picture, in pixels.</param>
    public static string Html(string caption, Picture? frame, IndexMask result, IndexMask? truth, int width)
    {
        width = Math.Min(width, result.Width);
        int height = Math.Max(1, (int)Math.Round((double)result.Height * width / result.Width));
        string ground = frame is null ? "" : $"""<image width="{width}" height="{height}" href="{DataUri(AreaAverage.Resize(frame, width, height))}"/>""";
        string outlines = (truth is null ? "" : Outline("truth", truth, width, height)) + Outline("result", result, width, height);
        string text = WebUtility.HtmlEncode(caption);
        return $"""
            <figure><svg viewBox="0 0 {width} {height}" role="img" aria-label="{text}">{ground}{outlines}</svg><figcaption>{text}</figcaption></figure>
            """;
    }

    private static string Outline(string kind, IndexMask mask, int width, int height) =>
        $"""<path class="{kind}" d="{MaskOutline.Path(Resize.Nearest(mask, width, height))}"/>""";

    private static string DataUri(Picture picture) => "data:image/jpeg;base64," + Convert.ToBase64String(Jpeg.Encode(picture, Quality));
}
