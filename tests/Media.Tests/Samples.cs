namespace LiVOS.Media.Tests;

/// <summary>Small made-up pictures and masks.</summary>
internal static class Samples
{
    public static Picture Noise(int width, int height, int seed = 1)
    {
        var picture = new Picture(width, height);
        new Random(seed).NextBytes(picture.Rgb);
        return picture;
    }

    public static Picture Plain(int width, int height, byte r, byte g, byte b)
    {
        var picture = new Picture(width, height);
        for (int i = 0; i < picture.Rgb.Length; i += 3) (picture.Rgb[i], picture.Rgb[i + 1], picture.Rgb[i + 2]) = (r, g, b);
        return picture;
    }

    /// <summary>The ids of a mask of objects, given as rows of digits.</summary>
    public static IndexMask Ids(params string[] rows) =>
        new(rows[0].Length, rows.Length, [.. rows.SelectMany(row => row).Select(character => character == '.' ? 0 : character - '0')]);

    /// <summary>A mask with one rectangle of that id, as half-open rows and columns.</summary>
    public static IndexMask Box(
        int width, int height, int top, int bottom, int left, int right,
        int id = 1, MaskFormat format = MaskFormat.Indexed, Palette? palette = null)
    {
        int[] ids = new int[width * height];
        for (int y = top; y < bottom; y++) ids.AsSpan(y * width + left, right - left).Fill(id);
        return new IndexMask(width, height, ids, format, palette);
    }
}
