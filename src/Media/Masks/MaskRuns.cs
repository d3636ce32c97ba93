namespace LiVOS.Media;

/// <summary>The lengths of runs of pixels that are an object and are not, those that are not first, as formats of annotations have them.</summary>
public static class MaskRuns
{
    /// <summary>Row by row over a part of a mask: as CVAT has it.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="label">The object's label.</param>
    /// <param name="box">The part.</param>
    public static List<int> ByRows(LabelMask mask, int label, MaskBox box)
    {
        var runs = new RunCounter();
        for (int y = box.Top; y < box.Top + box.Height; y++)
            for (int x = box.Left; x < box.Left + box.Width; x++) runs.Add(mask.Labels[y * mask.Width + x] == label);
        return runs.End();
    }

    /// <summary>Column by column over all of a mask, and packed: as COCO has it.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="label">The object's label.</param>
    public static string Coco(LabelMask mask, int label)
    {
        var runs = new RunCounter();
        for (int x = 0; x < mask.Width; x++)
            for (int y = 0; y < mask.Height; y++) runs.Add(mask.Labels[y * mask.Width + x] == label);
        return CocoRunLength.Pack(runs.End());
    }

    private struct RunCounter()
    {
        private readonly List<int> _runs = [];
        private bool _isObject;
        private int _length;

        public void Add(bool isObject)
        {
            if (isObject != _isObject)
            {
                _runs.Add(_length);
                (_isObject, _length) = (isObject, 0);
            }
            _length++;
        }

        public readonly List<int> End()
        {
            _runs.Add(_length);
            return _runs;
        }
    }
}

/// <summary>A box of pixels.</summary>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
public readonly record struct MaskBox(int Left, int Top, int Width, int Height);

/// <summary>An object's place in a mask.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Id">Its id.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Box">The box around them.</param>
public readonly record struct ShownObject(int Label, int Id, int Area, MaskBox Box)
{
    /// <summary>The objects that a mask shows, by label.</summary>
    public static IReadOnlyList<ShownObject> Of(LabelMask mask)
    {
        int count = mask.Ids.Count;
        int[] area = new int[count], left = new int[count], right = new int[count], top = new int[count], bottom = new int[count];
        for (int y = 0, at = 0; y < mask.Height; y++)
            for (int x = 0; x < mask.Width; x++, at++)
            {
                int label = mask.Labels[at];
                if (label == 0) continue;
                if (area[label]++ == 0) (left[label], right[label], top[label]) = (x, x, y);
                (left[label], right[label], bottom[label]) = (Math.Min(left[label], x), Math.Max(right[label], x), y);
            }
        return
        [
            .. Enumerable.Range(1, Math.Max(0, count - 1)).Where(label => area[label] > 0).Select(label => new ShownObject(
                label, mask.Ids[label], area[label],
                new MaskBox(left[label], top[label], right[label] - left[label] + 1, bottom[label] - top[label] + 1))),
        ];
    }
}
