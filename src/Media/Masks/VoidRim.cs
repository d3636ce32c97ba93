namespace LiVOS.Media;

/// <summary>Recognises the void label of data sets: a narrow rim along the edges of all objects.</summary>
internal static class VoidRim
{
    /// <summary>Whether an id only rims other objects.</summary>
    public static bool Of(IndexMask mask, int label) => IsNarrow(mask, label) && Rims(mask, label);

    /// <summary>Whether hardly any pixel has the label on all four sides at some distance.</summary>
    private static bool IsNarrow(IndexMask mask, int label)
    {
        int distance = Math.Max(4, Math.Min(mask.Width, mask.Height) / 50), width = mask.Width, area = 0, wide = 0;
        int[] ids = mask.Ids;
        for (int y = 0; y < mask.Height; y++)
            for (int x = 0; x < width; x++)
            {
                int at = y * width + x;
                if (ids[at] != label) continue;
                area++;
                if (x >= distance && x < width - distance && y >= distance && y < mask.Height - distance
                    && ids[at - distance] == label && ids[at + distance] == label
                    && ids[at - distance * width] == label && ids[at + distance * width] == label)
                    wide++;
            }
        return wide < 0.1 * area;
    }

    /// <summary>Whether most of the other objects' outlines lie against the label.</summary>
    private static bool Rims(IndexMask mask, int label)
    {
        int outline = 0, rimmed = 0;
        for (int y = 0; y < mask.Height; y++)
            for (int x = 0; x < mask.Width; x++)
            {
                int at = y * mask.Width + x;
                if (x + 1 < mask.Width) Count(mask.Ids[at], mask.Ids[at + 1]);
                if (y + 1 < mask.Height) Count(mask.Ids[at], mask.Ids[at + mask.Width]);
            }
        return rimmed >= 0.7 * outline;

        void Count(int one, int other)
        {
            if (one == other || !IsObject(one) && !IsObject(other)) return;
            outline++;
            if (one == label || other == label) rimmed++;
        }

        bool IsObject(int id) => id != 0 && id != label;
    }
}
