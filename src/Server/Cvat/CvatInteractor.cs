using LiVOS.Media;
using LiVOS.Model.Clicks;
using LiVOS.Video;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>CVAT's interactor: the mask of what was clicked.</summary>
/// <param name="prompter">Makes masks of clicks.</param>
internal sealed class CvatInteractor(Prompter prompter)
{
    /// <summary>The mask.</summary>
    public Task<IndexMask> MaskAsync(CvatRequest request, Picture picture, CancellationToken cancellation)
    {
        double[][] positive = request.PosPoints ?? [], negative = request.NegPoints ?? [], box = request.ObjBbox ?? [];
        if (positive.Concat(negative).Concat(box).Any(point => point is not { Length: 2 }) || box.Length is not (0 or 2))
            throw new RequestException("pos_points, neg_points and obj_bbox are lists of points x, y; obj_bbox has two or none.");
        Stroke[] strokes = [.. positive.Select(point => At(point, true)), .. negative.Select(point => At(point, false))];
        return prompter.MaskAsync(picture, [new ObjectPrompts(1, strokes) { Box = BoxOf(box) }], cancellation);

        // CVAT's clicks may lie on the far edge, which is no pixel's middle.
        Stroke At(double[] point, bool isPositive) =>
            new(Math.Clamp(point[0], 0, picture.Width - 1), Math.Clamp(point[1], 0, picture.Height - 1), isPositive);
    }

    private static Box? BoxOf(double[][] corners) => corners.Length == 0 ? null : new Box(
        Math.Min(corners[0][0], corners[1][0]), Math.Min(corners[0][1], corners[1][1]),
        Math.Max(corners[0][0], corners[1][0]), Math.Max(corners[0][1], corners[1][1]));
}
