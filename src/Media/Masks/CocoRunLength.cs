using System.Text;

namespace LiVOS.Media;

/// <summary>
/// Masks as COCO packs them: lengths of runs down the columns, background first; from the fourth on each as its difference from the one two
/// before; each number in groups of five bits, lowest first, a character (48 and up) a group, of which bit 5 says that more follow and, in the
/// last, bit 4 the sign.
/// </summary>
public static class CocoRunLength
{
    private const int GroupBits = 5, GroupMask = 31, SignBit = 16, MoreBit = 32, FirstCharacter = '0', MostGroups = 7;

    /// <summary>Packs every object of a mask.</summary>
    /// <param name="mask">The mask.</param>
    /// <returns>The packed counts by id, in rising order of ids.</returns>
    public static IReadOnlyDictionary<int, string> Encode(IndexMask mask)
    {
        var counts = mask.ObjectIds.ToDictionary(id => id, _ => new List<int>());
        var ends = mask.ObjectIds.ToDictionary(id => id, _ => 0);
        int position = 0, start = 0, current = 0;
        for (int x = 0; x < mask.Width; x++)
            for (int y = 0; y < mask.Height; y++, position++)
            {
                int id = mask.Ids[y * mask.Width + x];
                if (id == current) continue;
                Close();
                (start, current) = (position, id);
            }
        Close();
        return mask.ObjectIds.ToDictionary(id => id, id => Pack(ends[id] < position ? [.. counts[id], position - ends[id]] : counts[id]));

        void Close()
        {
            if (current == 0) return;
            counts[current].Add(start - ends[current]);
            counts[current].Add(position - start);
            ends[current] = position;
        }
    }

    /// <summary>Draws an object into a mask.</summary>
    /// <param name="counts">The packed counts.</param>
    /// <param name="width">The mask's width in pixels.</param>
    /// <param name="height">The mask's height in pixels.</param>
    /// <param name="ids">[height, width]: where the object is, its id is written.</param>
    /// <param name="id">The object.</param>
    /// <exception cref="FormatException">The counts are broken, or are of a mask of another size; what was drawn before that stays.</exception>
    public static void Decode(string counts, int width, int height, Span<int> ids, int id) =>
        Draw(Unpack(counts), width, height, ids, id);

    /// <summary>Draws an object of unpacked counts; otherwise as above.</summary>
    internal static void Draw(IReadOnlyList<int> runs, int width, int height, Span<int> ids, int id)
    {
        if (runs.Sum(run => (long)run) is long pixels && pixels != (long)width * height)
            throw new FormatException($"it counts {pixels} pixels, not those of {width}x{height}");
        int position = 0;
        for (int i = 0; i < runs.Count; position += runs[i++])
        {
            if (i % 2 == 0) continue;
            for (int at = position; at < position + runs[i]; at++) ids[at % height * width + at / height] = id;
        }
    }

    /// <summary>Packs numbers.</summary>
    internal static string Pack(IReadOnlyList<int> counts)
    {
        var packed = new StringBuilder();
        for (int i = 0; i < counts.Count; i++)
        {
            long rest = counts[i] - (i > 2 ? (long)counts[i - 2] : 0);
            bool more;
            do
            {
                int group = (int)(rest & GroupMask);
                rest >>= GroupBits;
                more = rest != ((group & SignBit) != 0 ? -1 : 0);
                packed.Append((char)(FirstCharacter + (more ? group | MoreBit : group)));
            }
            while (more);
        }
        return packed.ToString();
    }

    /// <summary>Unpacks numbers.</summary>
    internal static List<int> Unpack(string packed)
    {
        var counts = new List<int>();
        for (int at = 0; at < packed.Length;)
        {
            long number = 0;
            int group, shift = 0;
            do
            {
                if (at == packed.Length) throw new FormatException("it is cut short");
                group = packed[at++] - FirstCharacter;
                if (group is < 0 or > 63) throw new FormatException($"it has the character '{packed[at - 1]}', which no packed counts have");
                if (shift == MostGroups * GroupBits) throw new FormatException("it has a number that is too large");
                number |= (long)(group & GroupMask) << shift;
                shift += GroupBits;
            }
            while ((group & MoreBit) != 0);
            if ((group & SignBit) != 0) number |= -1L << shift;
            if (counts.Count > 2) number += counts[^2];
            if (number is < 0 or > int.MaxValue) throw new FormatException($"it has a run of {number} pixels");
            counts.Add((int)number);
        }
        return counts;
    }
}
