namespace LiVOS.Media;

/// <summary>The outlines of an object as polygons along the edges of its pixels: one for each part that hangs together; holes are dropped.</summary>
public static class MaskOutlines
{
    /// <summary>Goes round every part of an object.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="label">The object's label.</param>
    /// <returns>The corners of each polygon, clockwise; (0, 0) is the picture's upper left corner, (width, height) its lower right one.</returns>
    public static IReadOnlyList<IReadOnlyList<(int X, int Y)>> Of(LabelMask mask, int label)
    {
        List<IReadOnlyList<(int X, int Y)>> outlines = [];
        bool[] seen = new bool[mask.Width * mask.Height];
        for (int y = 0, at = 0; y < mask.Height; y++)
            for (int x = 0; x < mask.Width; x++, at++)
            {
                if (seen[at] || mask.Labels[at] != label) continue;
                Mark(mask, label, at, seen);
                outlines.Add(GoRound(mask, label, x, y));
            }
        return outlines;
    }

    /// <summary>Marks a part: pixels that share an edge.</summary>
    private static void Mark(LabelMask mask, int label, int start, bool[] seen)
    {
        var waiting = new Stack<int>([start]);
        seen[start] = true;
        while (waiting.TryPop(out int at))
        {
            int x = at % mask.Width;
            if (x > 0) Visit(at - 1);
            if (x < mask.Width - 1) Visit(at + 1);
            if (at >= mask.Width) Visit(at - mask.Width);
            if (at < mask.Labels.Length - mask.Width) Visit(at + mask.Width);
        }

        void Visit(int at)
        {
            if (seen[at] || mask.Labels[at] != label) return;
            seen[at] = true;
            waiting.Push(at);
        }
    }

    /// <summary>Walks along the edges with the object on the right, from the upper left corner of its first pixel.</summary>
    private static List<(int X, int Y)> GoRound(LabelMask mask, int label, int startX, int startY)
    {
        List<(int X, int Y)> corners = [(startX, startY)];
        (int x, int y, int dx, int dy) = (startX + 1, startY, 1, 0);
        while ((x, y) != (startX, startY))
        {
            // The pixels ahead, left and right of the way.
            bool left = IsObject(x + (dx + dy - 1) / 2, y + (dy - dx - 1) / 2), right = IsObject(x + (dx - dy - 1) / 2, y + (dy + dx - 1) / 2);
            if (!right || left)
            {
                // Diagonal pixels are not one part, so where only the left one is object the way turns right.
                corners.Add((x, y));
                (dx, dy) = right ? (dy, -dx) : (-dy, dx);
            }
            (x, y) = (x + dx, y + dy);
        }
        return corners;

        bool IsObject(int column, int row) =>
            column >= 0 && column < mask.Width && row >= 0 && row < mask.Height && mask.Labels[row * mask.Width + column] == label;
    }
}
