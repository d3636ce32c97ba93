namespace LiVOS.Media.Annotations;

/// <summary>Fills polygons: pixels whose middle lies inside, by the even-odd rule. (0, 0) is the picture's corner; what lies outside is cut off.</summary>
internal static class PolygonFill
{
    /// <summary>Corners that are further away belong to no picture.</summary>
    public const double MostDistance = 1e6;

    private const double Middle = 0.5;

    /// <summary>Fills a polygon.</summary>
    /// <param name="corners">x and y of each corner, none further away than <see cref="MostDistance"/>.</param>
    /// <param name="plane">[height, width]: pixels inside are set to 1.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    public static void Fill(IReadOnlyList<(double X, double Y)> corners, Span<int> plane, int width, int height)
    {
        int top = Math.Clamp((int)Math.Floor(corners.Min(corner => corner.Y)), 0, height);
        int bottom = Math.Clamp((int)Math.Ceiling(corners.Max(corner => corner.Y)), top, height);
        bool[] flips = new bool[(bottom - top) * width]; // where an edge crosses a row, all pixels to its right change sides
        for (int i = 0; i < corners.Count; i++) Cross(corners[i], corners[(i + 1) % corners.Count]);
        for (int y = top, at = 0; y < bottom; y++)
        {
            bool inside = false;
            for (int x = 0; x < width; x++, at++)
            {
                inside ^= flips[at];
                if (inside) plane[y * width + x] = 1;
            }
        }

        void Cross((double X, double Y) one, (double X, double Y) other)
        {
            ((double X, double Y) upper, (double X, double Y) lower) = one.Y < other.Y ? (one, other) : (other, one);
            int first = Math.Max(top, (int)Math.Ceiling(upper.Y - Middle)), end = Math.Min(bottom, (int)Math.Ceiling(lower.Y - Middle));
            double slope = (lower.X - upper.X) / (lower.Y - upper.Y);
            for (int y = first; y < end; y++)
            {
                int x = Math.Max(0, (int)Math.Ceiling(upper.X + (y + Middle - upper.Y) * slope - Middle));
                if (x < width) flips[(y - top) * width + x] ^= true;
            }
        }
    }
}
