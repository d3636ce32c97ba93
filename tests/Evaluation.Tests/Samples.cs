using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.Tests;

/// <summary>Small made-up masks.</summary>
internal static class Samples
{
    /// <summary>A mask with one rectangle, as half-open rows and columns.</summary>
    public static Bitmap Box(int width, int height, int top, int bottom, int left, int right)
    {
        var box = new Bitmap(width, height);
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++) box[x, y] = true;
        return box;
    }

    /// <summary>
    /// A mask of any size up to a bit more than two words a row: rectangles set and cleared, and some single pixels.
    /// </summary>
    /// <param name="random">Where all comes from.</param>
    /// <param name="width">The width.</param>
    /// <param name="height">The height.</param>
    /// <param name="margin">How many pixels at each edge are left empty.</param>
    public static Bitmap Random(Random random, int width, int height, int margin = 0)
    {
        var mask = new Bitmap(width, height);
        if (random.Next(10) == 0) return mask;
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int top = random.Next(height), left = random.Next(width), bottom = random.Next(top, height) + 1, right = random.Next(left, width) + 1;
            bool value = random.Next(4) > 0;
            for (int y = top; y < bottom; y++)
                for (int x = left; x < right; x++) mask[x, y] = value;
        }
        for (int i = random.Next(6); i > 0; i--) mask[random.Next(width), random.Next(height)] ^= true;
        return Map(mask, width, height, (x, y) => x >= margin && y >= margin && x < width - margin && y < height - margin && mask[x, y]);
    }

    /// <summary>Two masks of one random size.</summary>
    public static (Bitmap A, Bitmap B) RandomPair(int seed, int margin = 0)
    {
        var random = new Random(seed);
        int width = random.Next(1, 140), height = random.Next(1, 100);
        return (Random(random, width, height, margin), Random(random, width, height, margin));
    }

    /// <summary>A mask of a function of the pixel.</summary>
    public static Bitmap Map(Bitmap mask, int width, int height, Func<int, int, bool> value)
    {
        var mapped = new Bitmap(width, height);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) mapped[x, y] = value(x, y);
        return mapped;
    }

    /// <summary>Rows for columns.</summary>
    public static Bitmap Transpose(Bitmap mask) => Map(mask, mask.Height, mask.Width, (x, y) => mask[y, x]);

    /// <summary>Left for right.</summary>
    public static Bitmap Mirror(Bitmap mask) => Map(mask, mask.Width, mask.Height, (x, y) => mask[mask.Width - 1 - x, y]);

    /// <summary>Top for bottom.</summary>
    public static Bitmap Flip(Bitmap mask) => Map(mask, mask.Width, mask.Height, (x, y) => mask[x, mask.Height - 1 - y]);

    /// <summary>The rows of a mask, a character a pixel.</summary>
    public static string[] Rows(Bitmap mask) =>
        [.. Enumerable.Range(0, mask.Height).Select(y => string.Concat(Enumerable.Range(0, mask.Width).Select(x => mask[x, y] ? '#' : '.')))];

    /// <summary>The ids of a mask of objects, given as rows of digits.</summary>
    public static IndexMask Ids(params string[] rows) =>
        new(rows[0].Length, rows.Length, [.. rows.SelectMany(row => row).Select(character => character == '.' ? 0 : character - '0')]);
}
