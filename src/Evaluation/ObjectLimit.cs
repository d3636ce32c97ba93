using LiVOS.Media;

namespace LiVOS.Evaluation;

/// <summary>Tells masks from pictures: where every colour is an object, there is nothing to follow or to score, and no end to it.</summary>
internal static class ObjectLimit
{
    /// <summary>Several times what the fullest masks of data sets show.</summary>
    public const int Most = 1024;

    /// <summary>Refuses a mask that shows too many objects. Looks at no more pixels than that takes.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="path">Its file.</param>
    /// <exception cref="MediaException">It shows more than <see cref="Most"/>.</exception>
    public static IndexMask Require(IndexMask mask, string path)
    {
        if (mask.Format != MaskFormat.RgbIds) return mask;
        var found = new HashSet<int>();
        int last = 0;
        foreach (int id in mask.Ids)
        {
            if (id == last) continue; // ids come in long runs
            last = id;
            if (id != 0 && found.Add(id) && found.Count > Most)
                throw new MediaException($"'{path}' has more than {Most} ids, as a picture has colours, so it is no mask of objects; "
                    + "give masks whose values are object ids.");
        }
        return mask;
    }
}
