using LiVOS.Media;

namespace LiVOS.Server;

/// <summary>An object's parts as polygons with few corners.</summary>
internal static class PolygonOutline
{
    /// <summary>The polygons of an object, the largest first.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="label">The object's label.</param>
    /// <param name="fineness">How far a polygon may be from the pixels' edges, as a part of its length.</param>
    public static IReadOnlyList<(double X, double Y)[]> Of(LabelMask mask, int label, double fineness) =>
    [
        .. MaskOutlines.Of(mask, label)
            .OrderByDescending(outline => Math.Abs(Area(outline)))
            .Select(outline => Simplify(outline, Math.Max(0.5, fineness * Length(outline)))),
    ];

    /// <summary>The polygons of an object without crumbs: parts of less than a fifth of the mean area.</summary>
    public static IReadOnlyList<(double X, double Y)[]> LargePartsOf(LabelMask mask, int label, double fineness)
    {
        IReadOnlyList<(double X, double Y)[]> all = Of(mask, label, fineness);
        double[] areas = [.. MaskOutlines.Of(mask, label).Select(outline => Math.Abs(Area(outline))).OrderDescending()];
        return [.. all.Where((_, i) => areas[i] > areas.Average() / 5)];
    }

    private static double Area(IReadOnlyList<(int X, int Y)> ring) =>
        ring.Index().Sum(each => (double)each.Item.X * ring[(each.Index + 1) % ring.Count].Y - (double)ring[(each.Index + 1) % ring.Count].X * each.Item.Y) / 2;

    private static double Length(IReadOnlyList<(int X, int Y)> ring) =>
        ring.Index().Sum(each => Distance(each.Item, ring[(each.Index + 1) % ring.Count]));

    /// <summary>Douglas and Peucker's way, from the corner that is farthest from the first and back.</summary>
    private static (double X, double Y)[] Simplify(IReadOnlyList<(int X, int Y)> ring, double tolerance)
    {
        var kept = new bool[ring.Count];
        int far = Enumerable.Range(0, ring.Count).MaxBy(i => Distance(ring[0], ring[i]));
        kept[0] = kept[far] = true;
        var ranges = new Stack<(int From, int To)>([(0, far), (far, ring.Count)]);
        while (ranges.TryPop(out (int From, int To) range))
        {
            int middle = -1;
            double most = tolerance;
            for (int i = range.From + 1; i < range.To; i++)
            {
                double distance = ToLine(ring[i], ring[range.From], ring[range.To % ring.Count]);
                if (distance > most) (most, middle) = (distance, i);
            }

            if (middle < 0) continue;
            kept[middle] = true;
            ranges.Push((range.From, middle));
            ranges.Push((middle, range.To));
        }

        (double X, double Y)[] corners = [.. ring.Where((_, i) => kept[i]).Select(corner => ((double)corner.X, (double)corner.Y))];
        return corners.Length >= 3 ? corners : [.. ring.Select(corner => ((double)corner.X, (double)corner.Y))];
    }

    private static double Distance((int X, int Y) one, (int X, int Y) other) => Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2));

    private static double ToLine((int X, int Y) point, (int X, int Y) from, (int X, int Y) to)
    {
        double length = Distance(from, to);
        return length == 0 ? Distance(point, from)
            : Math.Abs((double)(to.X - from.X) * (from.Y - point.Y) - (double)(from.X - point.X) * (to.Y - from.Y)) / length;
    }
}
