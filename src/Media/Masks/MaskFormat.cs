namespace LiVOS.Media;

/// <summary>How a mask file holds its object ids.</summary>
public enum MaskFormat
{
    /// <summary>An indexed PNG: the index is the id, the palette is for the eye. Ids 0 to 255.</summary>
    Indexed,

    /// <summary>An 8-bit grey PNG: the grey value is the id. Ids 0 to 255.</summary>
    Grey,

    /// <summary>An RGB PNG: the id is r + 256 g + 65536 b. Ids 0 to 16777215.</summary>
    RgbIds,

    /// <summary>A 16-bit grey PNG: the grey value is the id. Ids 0 to 65535.</summary>
    Grey16,
}
