namespace LiVOS.Media.Annotations;

/// <summary>The frame of a file of labelme. <c>group_id</c> is the object's id; shapes without one are numbered in their order.</summary>
internal static class LabelmeFrame
{
    private const int FewestCorners = 3;

    /// <summary>Reads it.</summary>
    /// <exception cref="MediaException">A shape is of a kind that has no area, or broken.</exception>
    public static AnnotatedFrame Of(AnnotationDocument document, string path)
    {
        PictureSize.Check(document.ImageWidth, document.ImageHeight, path);
        LabelmeShape[] shapes = [.. document.Shapes!.OfType<LabelmeShape>()];
        int[] ids = AnnotatedFrame.Number([.. shapes.Select(shape => shape.GroupId)]);
        string own = Path.GetFileNameWithoutExtension(path);
        return new AnnotatedFrame(
            path, document.ImagePath is { Length: > 0 } picture ? [AnnotatedFrame.NameOf(picture), own] : [own], document.ImageWidth, document.ImageHeight,
            [.. shapes.Select((shape, number) => new ObjectShape(ids[number], Where(number, path), Drawing(shape, Where(number, path))))]);
    }

    private static string Where(int number, string path) => $"Shape {number + 1} in '{path}'";

    private static DrawShape Drawing(LabelmeShape shape, string where)
    {
        (double X, double Y)[] points = [.. (shape.Points ?? []).Select(point => point is [double x, double y] && IsNear(x) && IsNear(y)
            ? (x, y)
            : throw new MediaException($"{where} has a point that is not x and y; check it."))];
        return (shape.ShapeType ?? "polygon", points) switch
        {
            ("polygon", { Length: >= FewestCorners }) => (plane, width, height) => PolygonFill.Fill(points, plane, width, height),
            ("rectangle", [var one, var other]) =>
                (plane, width, height) => PolygonFill.Fill([one, (other.X, one.Y), other, (one.X, other.Y)], plane, width, height),
            ("mask", [var corner, var last]) when shape.Mask is byte[] png =>
                (plane, width, height) => DrawMask(png, (Round(corner.X), Round(corner.Y)), (Round(last.X), Round(last.Y)), plane, width, height, where),
            ("polygon" or "rectangle" or "mask", _) => throw new MediaException($"{where} is a {shape.ShapeType} that is not whole; draw it anew."),
            _ => throw new MediaException($"{where} is a {shape.ShapeType}, but masks are polygons, rectangles or masks; remove it, or draw it as a polygon."),
        };
    }

    private static void DrawMask(
        byte[] png, (int X, int Y) corner, (int X, int Y) last, Span<int> plane, int width, int height, string where)
    {
        IndexMask mask = Png.DecodeMask(png, $"{where[..1].ToLowerInvariant()}{where[1..].Replace("'", "", StringComparison.Ordinal)}");
        if ((mask.Width, mask.Height) != (last.X - corner.X + 1, last.Y - corner.Y + 1))
            throw new MediaException($"{where} has a mask of {mask.Width}x{mask.Height}, but its corners lie {last.X - corner.X + 1}x{last.Y - corner.Y + 1} "
                + "apart; draw it anew.");
        for (int y = Math.Max(0, -corner.Y); y < Math.Min(mask.Height, height - corner.Y); y++)
            for (int x = Math.Max(0, -corner.X); x < Math.Min(mask.Width, width - corner.X); x++)
                if (mask.Ids[y * mask.Width + x] != 0) plane[(corner.Y + y) * width + corner.X + x] = 1;
    }

    private static bool IsNear(double coordinate) => Math.Abs(coordinate) <= PolygonFill.MostDistance;

    private static int Round(double coordinate) => (int)Math.Round(coordinate);
}
