using System.Text.Json;
using LiVOS.Media;
using LiVOS.Media.Annotations;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>The shapes that CVAT follows.</summary>
internal enum CvatKind
{
    /// <summary>x1, y1, x2, y2.</summary>
    Rectangle,

    /// <summary>x and y of each corner.</summary>
    Polygon,

    /// <summary>Run lengths over a box, row by row, zeros first; then x1, y1, x2, y2, both within.</summary>
    Mask,
}

/// <summary>A shape as CVAT sends it: <c>{type, points}</c>, or the points alone from versions that follow rectangles only.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="IsBare">Whether it is the points alone.</param>
/// <param name="Points">The points.</param>
internal sealed record CvatShape(CvatKind Kind, bool IsBare, double[] Points)
{
    private const double Fineness = 0.001;

    /// <summary>Reads a shape.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static CvatShape Read(JsonElement json)
    {
        bool isBare = json.ValueKind == JsonValueKind.Array;
        if (!isBare && json.ValueKind != JsonValueKind.Object) throw NoShape();
        string? type = isBare ? "rectangle"
            : json.TryGetProperty("type", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        CvatKind kind = type switch
        {
            "rectangle" => CvatKind.Rectangle,
            "polygon" => CvatKind.Polygon,
            "mask" => CvatKind.Mask,
            _ => throw new RequestException("A shape's type is not rectangle, polygon or mask."),
        };
        double[] points = JsonNumbers.List(isBare ? json : json.TryGetProperty("points", out JsonElement list) ? list : default) ?? throw NoShape();
        if (isBare && points.Length > 4) kind = CvatKind.Polygon;
        bool isWhole = kind switch
        {
            CvatKind.Rectangle => points.Length == 4,
            CvatKind.Polygon => points.Length >= 6 && points.Length % 2 == 0,
            _ => points.Length >= 5 && points.All(double.IsInteger),
        };
        if (!isWhole || points.Any(point => Math.Abs(point) > PolygonFill.MostDistance)) throw NoShape();
        return new CvatShape(kind, isBare, points);
    }

    /// <summary>The shape's pixels: 1 where it is.</summary>
    /// <exception cref="RequestException">It has none in the frame.</exception>
    public int[] PixelsIn(int width, int height)
    {
        int[] plane = new int[width * height];
        if (Kind == CvatKind.Mask) DrawRuns(plane, width, height);
        else PolygonFill.Fill(Corners(), plane, width, height);
        return plane.Contains(1) ? plane : throw new RequestException("A shape has no pixel in the frame.");
    }

    /// <summary>The same kind of shape around an object in another frame.</summary>
    public CvatShape Around(LabelMask mask, ShownObject shown)
    {
        MaskBox box = shown.Box;
        return this with
        {
            Points = Kind switch
            {
                CvatKind.Rectangle => [box.Left, box.Top, box.Left + box.Width, box.Top + box.Height],
                CvatKind.Polygon => [.. PolygonOutline.Of(mask, shown.Label, Fineness)[0].SelectMany(corner => new[] { corner.X, corner.Y })],
                _ => [.. MaskRuns.ByRows(mask, shown.Label, box), box.Left, box.Top, box.Left + box.Width - 1, box.Top + box.Height - 1],
            },
        };
    }

    /// <summary>Writes it in the form in which it came.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (!IsBare)
        {
            json.WriteStartObject();
            json.WriteString("type", Kind switch { CvatKind.Rectangle => "rectangle", CvatKind.Polygon => "polygon", _ => "mask" });
            json.WritePropertyName("points");
        }

        json.WriteStartArray();
        foreach (double point in Points) json.WriteNumberValue(point);
        json.WriteEndArray();
        if (!IsBare) json.WriteEndObject();
    }

    private static RequestException NoShape() =>
        new("A shape is not {\"type\": \"rectangle\", \"polygon\" or \"mask\", \"points\": [...]} with fitting points.");

    private (double X, double Y)[] Corners() => Kind == CvatKind.Rectangle
        ? [(Points[0], Points[1]), (Points[2], Points[1]), (Points[2], Points[3]), (Points[0], Points[3])]
        : [.. Points.Chunk(2).Select(corner => (corner[0], corner[1]))];

    private void DrawRuns(int[] plane, int width, int height)
    {
        int left = (int)Points[^4], top = (int)Points[^3], right = (int)Points[^2], bottom = (int)Points[^1];
        if (left < 0 || top < 0 || right < left || bottom < top || right >= width || bottom >= height)
            throw new RequestException($"A mask's box is {left},{top},{right},{bottom}, which lies outside the frame of {width}x{height}.");
        int columns = right - left + 1;
        long pixels = (long)columns * (bottom - top + 1), counted = 0;
        for (int i = 0; i < Points.Length - 4; i++)
        {
            if (Points[i] < 0) throw NoShape();
            counted += (long)Points[i];
        }

        if (counted > pixels) throw new RequestException($"A mask's run lengths count {counted} pixels, but its box has {pixels}.");
        int at = 0;
        for (int i = 0; i < Points.Length - 4; at += (int)Points[i++])
            for (int pixel = at; i % 2 == 1 && pixel < at + (int)Points[i]; pixel++) plane[((top + pixel / columns) * width) + left + pixel % columns] = 1;
    }
}
