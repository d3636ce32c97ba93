namespace LiVOS.Cli.Automask;

/// <summary>The pixels of an object that touch what lies outside of it; the rims of holes are not among them.</summary>
internal static class OuterBorder
{
    /// <summary>Finds them.</summary>
    /// <param name="width">The mask's width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="mask">[height, width]: 0 where the object is not.</param>
    /// <returns>The numbers of the pixels, row by row; those at the picture's edge are among them.</returns>
    public static List<int> Of(int width, int height, ReadOnlySpan<byte> mask)
    {
        bool[] outside = Outside(width, height, mask);
        List<int> border = [];
        for (int y = 0, pixel = 0; y < height; y++)
            for (int x = 0; x < width; x++, pixel++)
                if (mask[pixel] != 0
                    && (x == 0 || outside[pixel - 1] || x == width - 1 || outside[pixel + 1]
                        || y == 0 || outside[pixel - width] || y == height - 1 || outside[pixel + width]))
                    border.Add(pixel);
        return border;
    }

    /// <summary>The background that reaches the picture's edge.</summary>
    private static bool[] Outside(int width, int height, ReadOnlySpan<byte> mask)
    {
        var outside = new bool[width * height];
        Stack<int> reached = [];
        for (int x = 0; x < width; x++)
        {
            Reach(x, mask);
            Reach((height - 1) * width + x, mask);
        }
        for (int y = 0; y < height; y++)
        {
            Reach(y * width, mask);
            Reach(y * width + width - 1, mask);
        }
        while (reached.TryPop(out int pixel))
        {
            int x = pixel % width;
            if (x > 0) Reach(pixel - 1, mask);
            if (x < width - 1) Reach(pixel + 1, mask);
            if (pixel >= width) Reach(pixel - width, mask);
            if (pixel < outside.Length - width) Reach(pixel + width, mask);
        }
        return outside;

        void Reach(int pixel, ReadOnlySpan<byte> of)
        {
            if (of[pixel] != 0 || outside[pixel]) return;
            outside[pixel] = true;
            reached.Push(pixel);
        }
    }
}
