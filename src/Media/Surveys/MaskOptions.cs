namespace LiVOS.Media.Surveys;

/// <summary>How given masks are to be read.</summary>
public sealed record MaskOptions
{
    /// <summary>Ids as they stand in the file.</summary>
    public static MaskOptions Plain { get; } = new();

    /// <summary>The lowest level of the object where a mask is a picture of one object, 1 to 255; null where masks hold ids.</summary>
    public int? Threshold { get; init; }

    /// <summary>Whether the alpha of a cut-out is the mask of one object.</summary>
    public bool FromAlpha { get; init; }

    /// <summary>The id of the one object that a threshold or an alpha gives.</summary>
    public int Id { get; init; } = 1;

    /// <summary>The id that is the background; the object that has 0 takes its place. Null where nothing was said.</summary>
    public int? Background { get; init; }

    /// <summary>Which ids become others.</summary>
    public IdMap Ids { get; init; } = IdMap.None;

    /// <summary>Whether masks are pictures of one object, of any kind of file.</summary>
    public bool IsOneObject => FromAlpha || Threshold is not null;
}
