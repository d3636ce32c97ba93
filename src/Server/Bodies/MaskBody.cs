using System.Text.Json;
using LiVOS.Media;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>The masks of requests and answers: a PNG, or run lengths as COCO has them.</summary>
internal static class MaskBody
{
    /// <summary>Reads the PNG of a mask.</summary>
    /// <param name="file">All its bytes.</param>
    /// <param name="name">What it is called in messages, such as <c>mask</c>.</param>
    /// <exception cref="RequestException">It is damaged, or no mask.</exception>
    public static IndexMask OfPng(byte[] file, string name)
    {
        try
        {
            return Png.DecodeMask(file, name);
        }
        catch (MediaException error)
        {
            throw new RequestException(error.Message);
        }
    }

    /// <summary>Reads the mask in a JSON request.</summary>
    /// <param name="json">A PNG as base64, or <c>{"size": [h, w], "counts": ...}</c>.</param>
    /// <param name="width">The frame's width.</param>
    /// <param name="height">The frame's height.</param>
    /// <exception cref="RequestException">It is neither, or of another size.</exception>
    public static IndexMask OfJson(JsonElement json, int width, int height)
    {
        IndexMask mask = json.ValueKind switch
        {
            JsonValueKind.String => OfPng(OfBase64(json), "mask"),
            JsonValueKind.Object => OfRuns(json, width, height),
            _ => throw NoMask(),
        };
        return (mask.Width, mask.Height) == (width, height) ? mask
            : throw new RequestException($"The mask is {mask.Width}x{mask.Height}, but the frame is {width}x{height}; make them the same size.");
    }

    /// <summary>The pixels of one object. A mask of a single value is the object's, whatever the value.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="id">The object.</param>
    public static IndexMask Only(IndexMask mask, int id)
    {
        bool isBinary = mask.ObjectIds.Count == 1;
        return new IndexMask(mask.Width, mask.Height, [.. mask.Ids.Select(each => each == id || (isBinary && each != 0) ? id : 0)]);
    }

    /// <summary>The mask as labels.</summary>
    /// <param name="mask">The mask, whose ids are at most 255.</param>
    public static LabelMask Labels(IndexMask mask)
    {
        int[] ids = [0, .. mask.ObjectIds];
        var labelOf = new byte[byte.MaxValue + 1];
        foreach ((int label, int id) in ids.Index()) labelOf[id] = (byte)label;
        return new LabelMask(mask.Width, mask.Height, [.. mask.Ids.Select(id => labelOf[id])], ids, MaskFormat.Indexed);
    }

    /// <summary>A mask as an indexed PNG.</summary>
    public static byte[] FileOf(LabelMask mask)
    {
        using var png = new MemoryStream();
        Png.WriteMask(png, mask, "mask");
        return png.ToArray();
    }

    private static byte[] OfBase64(JsonElement json)
    {
        string text = json.GetString()!;
        try
        {
            return Convert.FromBase64String(text.StartsWith("data:", StringComparison.Ordinal) ? text[(text.IndexOf(',') + 1)..] : text);
        }
        catch (FormatException)
        {
            throw new RequestException("The mask is no base64.");
        }
    }

    private static IndexMask OfRuns(JsonElement json, int width, int height)
    {
        if (!json.TryGetProperty("size", out JsonElement size) || !json.TryGetProperty("counts", out JsonElement counts)
            || size.ValueKind != JsonValueKind.Array || size.GetArrayLength() != 2
            || !JsonNumbers.TryInt(size[0], out int rows) || !JsonNumbers.TryInt(size[1], out int columns)) throw NoMask();
        if ((columns, rows) != (width, height))
            throw new RequestException($"The mask is {columns}x{rows}, but the frame is {width}x{height}; make them the same size.");
        int[] ids = new int[width * height];
        try
        {
            if (counts.ValueKind == JsonValueKind.String) CocoRunLength.Decode(counts.GetString()!, width, height, ids, 1);
            else CocoRunLength.Draw(JsonNumbers.Runs(counts), width, height, ids, 1);
        }
        catch (FormatException error)
        {
            throw new RequestException($"The run lengths of the mask cannot be read: {error.Message}.");
        }

        return new IndexMask(width, height, ids);
    }

    private static RequestException NoMask() =>
        new("The mask is neither a PNG as base64 nor run lengths as {\"size\": [height, width], \"counts\": \"...\"}.");
}
