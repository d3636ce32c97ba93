namespace LiVOS.Media;

/// <summary>Finds out whether a mask file holds ids at all.</summary>
public enum MaskContent
{
    /// <summary>Object ids.</summary>
    Objects,

    /// <summary>An object with smooth edges: the values between are no ids.</summary>
    SmoothEdges,

    /// <summary>A picture: nearly every pixel has a value of its own.</summary>
    Photograph,
}

/// <summary>
/// Tells from a mask's pixels whether its values are ids at all, whether 0 is its background, and whether 255 is data sets' void label.
/// </summary>
public sealed class MaskInspection
{
    /// <summary>No mask of objects has as many ids.</summary>
    private const int MostIds = 1 << 16;

    /// <summary>The value that data sets give to pixels without a label.</summary>
    private const int Void = 255;

    private MaskInspection(MaskContent content, int ids, int edgeIds, int? borderId, bool voidRims) =>
        (Content, Ids, EdgeIds, BorderId, VoidRims) = (content, ids, edgeIds, borderId, voidRims);

    /// <summary>The content of the file.</summary>
    public MaskContent Content { get; }

    /// <summary>How many ids there are beside 0; at least, where they are too many to count.</summary>
    public int Ids { get; }

    /// <summary>How many of them lie only on edges between others.</summary>
    public int EdgeIds { get; }

    /// <summary>The id that covers most of the picture's border, where that is more than 0 covers: it looks like the background. Else null.</summary>
    public int? BorderId { get; }

    /// <summary>Whether 255 is only a rim around other objects.</summary>
    public bool VoidRims { get; }

    /// <summary>Looks at a mask.</summary>
    public static MaskInspection Of(IndexMask mask)
    {
        if (IdShapes.Of(mask, MostIds) is not IdShapes shapes) return new MaskInspection(MaskContent.Photograph, MostIds, MostIds, null, false);
        IdShape[] objects = [.. shapes.All.Where(shape => shape.Id != 0)];
        int rims = objects.Count(shape => shape.IsRim);
        bool mottled = rims >= 3 && 2 * rims > objects.Length, ramps = objects.Any(shape => shape.IsRamp);
        long flat = shapes.All.Where(shape => !shape.IsRim).Sum(shape => (long)shape.Area);
        MaskContent content = !mottled && !ramps ? MaskContent.Objects
            : mottled && 2 * flat < mask.Ids.Length ? MaskContent.Photograph
            : MaskContent.SmoothEdges;
        int edgeIds = mottled ? rims : objects.Count(shape => shape.IsRamp);

        int border = shapes.All.FirstOrDefault(shape => shape.Id == 0).Border;
        IdShape most = objects.OrderByDescending(shape => shape.Border).FirstOrDefault();
        bool voidRims = objects.Length > 1 && objects.Any(shape => shape.Id == Void) && VoidRim.Of(mask, Void);
        return new MaskInspection(content, objects.Length, edgeIds, most.Border > border ? most.Id : null, voidRims);
    }

    /// <summary>Says why the values are no ids; null where they are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="advice">What to do beside giving a mask of ids.</param>
    public string? Complaint(string path, string advice = "") => Content switch
    {
        MaskContent.SmoothEdges =>
            $"In the mask '{path}' {EdgeIds} of {Ids} ids lie only on edges: smooth edges; they come of drawing, scaling or JPEG and are "
            + $"no objects; save the mask without them{advice}.",
        MaskContent.Photograph => $"'{path}' is a photograph or drawing, not a mask: {(Ids == MostIds ? $"more than {MostIds}" : Ids)} values, nearly all "
            + $"of single pixels; give a mask whose values are object ids{advice}.",
        _ => null,
    };
}
