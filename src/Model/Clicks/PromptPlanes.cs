using LiVOS.Model.Frames;
using LiVOS.Weights.Architectures;

namespace LiVOS.Model.Clicks;

/// <summary>Draws prompts at a quarter of the padded frame's size, as the click head sees them (docs/network.md#click-head).</summary>
internal sealed class PromptPlanes
{
    private const int Cell = 4, Positive = 0, Negative = 1, Boxed = 2, Before = 3;
    private const double Radius = 1.5;

    private readonly FrameGeometry _geometry;
    private readonly double _scaleX, _scaleY;

    public PromptPlanes(FrameGeometry geometry)
    {
        _geometry = geometry;
        (_scaleX, _scaleY) = ((double)geometry.Width / geometry.SourceWidth, (double)geometry.Height / geometry.SourceHeight);
        (Height, Width) = SizeOf(geometry);
        Values = new float[Height * Width * ClickShape.Planes];
    }

    /// <summary>Rows of cells.</summary>
    public int Height { get; }

    /// <summary>Cells in a row.</summary>
    public int Width { get; }

    /// <summary>[height, width, 4]: positive strokes, negative strokes, the box, the mask so far.</summary>
    public float[] Values { get; }

    /// <summary>Rows of cells, and cells in a row.</summary>
    public static (int Height, int Width) SizeOf(FrameGeometry geometry) => (geometry.PaddedHeight / Cell, geometry.PaddedWidth / Cell);

    /// <summary>Draws all anew.</summary>
    /// <param name="strokes">The strokes.</param>
    /// <param name="box">The box.</param>
    /// <param name="before">[height, width]: the probabilities so far; null for none.</param>
    public void Draw(IEnumerable<Stroke> strokes, Box? box, float[]? before)
    {
        Array.Clear(Values);
        foreach (Stroke stroke in strokes) Draw(stroke);
        if (box is Box edges) Draw(edges);
        if (before is null) return;
        for (int i = 0; i < before.Length; i++) Values[i * ClickShape.Planes + Before] = before[i];
    }

    /// <summary>The share of each cell that a mask covers: [height, width].</summary>
    /// <param name="mask">[sourceHeight, sourceWidth]: 0 where the object is not.</param>
    public float[] Covered(ReadOnlySpan<int> mask)
    {
        ReadOnlySpan<int> seen = NearestPixels.Of(mask, _geometry);
        var shares = new float[Height * Width];
        for (int y = 0; y < _geometry.Height; y++)
            for (int x = 0; x < _geometry.Width; x++)
                if (seen[y * _geometry.Width + x] != 0)
                    shares[(y + _geometry.Top) / Cell * Width + (x + _geometry.Left) / Cell] += 1f / (Cell * Cell);
        return shares;
    }

    /// <summary>A stroke is 1 up to its radius less half a cell from its line, and 0 from half a cell more on.</summary>
    private void Draw(Stroke stroke)
    {
        (double X, double Y)[] points = [.. stroke.Points.Select(CellOf)];
        int plane = stroke.IsPositive ? Positive : Negative;
        for (int i = 0; i < Math.Max(points.Length - 1, 1); i++)
        {
            ((double x0, double y0), (double x1, double y1)) = (points[i], points[Math.Min(i + 1, points.Length - 1)]);
            (int top, int bottom) = Span(y0, y1, Height);
            (int left, int right) = Span(x0, x1, Width);
            for (int y = top; y <= bottom; y++)
                for (int x = left; x <= right; x++)
                {
                    ref float value = ref Values[(y * Width + x) * ClickShape.Planes + plane];
                    value = Math.Max(value, (float)Math.Clamp(Radius + 0.5 - Distance(x, y, x0, y0, x1, y1), 0, 1));
                }
        }
    }

    private void Draw(Box box)
    {
        double left = (box.Left * _scaleX + _geometry.Left) / Cell, right = (box.Right * _scaleX + _geometry.Left) / Cell;
        double top = (box.Top * _scaleY + _geometry.Top) / Cell, bottom = (box.Bottom * _scaleY + _geometry.Top) / Cell;
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                Values[(y * Width + x) * ClickShape.Planes + Boxed] = (float)(Share(y, top, bottom) * Share(x, left, right));
    }

    /// <summary>A place in cells, of which (0, 0) is the middle of the first.</summary>
    private (double X, double Y) CellOf((double X, double Y) pixel) => (
        ((pixel.X + 0.5) * _scaleX + _geometry.Left) / Cell - 0.5,
        ((pixel.Y + 0.5) * _scaleY + _geometry.Top) / Cell - 0.5);

    /// <summary>The cells that a stroke may touch.</summary>
    private static (int First, int Last) Span(double a, double b, int cells) => (
        Math.Clamp((int)Math.Floor(Math.Min(a, b) - Radius - 1), 0, cells - 1), Math.Clamp((int)Math.Ceiling(Math.Max(a, b) + Radius + 1), 0, cells - 1));

    private static double Distance(double x, double y, double x0, double y0, double x1, double y1)
    {
        (double dx, double dy) = (x1 - x0, y1 - y0);
        double along = Math.Clamp(((x - x0) * dx + (y - y0) * dy) / Math.Max(dx * dx + dy * dy, 1e-12), 0, 1);
        return double.Hypot(x - x0 - along * dx, y - y0 - along * dy);
    }

    /// <summary>The share of a cell that lies between two edges.</summary>
    private static double Share(int cell, double start, double end) => Math.Clamp(Math.Min(cell + 1, end) - Math.Max(cell, start), 0, 1);
}
