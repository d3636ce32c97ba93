using LiVOS.Model;

namespace LiVOS.Video;

/// <summary>Makes the scores of each frame, from its probabilities and its mask.</summary>
/// <param name="geometry">The session's sizes.</param>
public sealed class ScoreKeeper(FrameGeometry geometry)
{
    private const float Half = 0.5f;

    /// <summary>Frames without a pixel above one half after which an object counts as lost, as Label Studio has it.</summary>
    private const int FramesUntilLost = 3;

    private readonly Dictionary<int, int> _framesWithout = [];
    private readonly int[] _columns = Nearest(geometry.SourceWidth, geometry.Width), _rows = Nearest(geometry.SourceHeight, geometry.Height);
    private float[] _probabilities = [];
    private byte[] _before = [];
    private int[] _idsBefore = [0];

    /// <summary>Scores the next frame.</summary>
    /// <param name="probabilities">[objects + 1, height, width]: the network's.</param>
    /// <param name="labels">The frame's mask.</param>
    /// <param name="ids">The object id of each label: first 0, the background's.</param>
    public IReadOnlyList<ObjectScore> Score(float[] probabilities, byte[] labels, int[] ids)
    {
        int objects = ids.Length - 1;
        if (objects == 0) return [];
        _probabilities = probabilities;

        var sums = new LabelSums[ids.Length];
        for (int label = 1; label < sums.Length; label++) sums[label] = LabelSums.Empty;
        for (int y = 0; y < geometry.SourceHeight; y++) AddRow(labels, y, sums);
        CountCommon(labels, ids, sums);

        var scores = new ObjectScore[objects];
        for (int label = 1; label <= objects; label++) scores[label - 1] = sums[label].ScoreOf(ids[label], IsLost(ids[label], label));
        if (_before.Length == 0) _before = new byte[labels.Length];
        labels.CopyTo(_before, 0);
        _idsBefore = ids;
        return scores;
    }

    private static int[] Nearest(int source, int seen) => [.. Enumerable.Range(0, source).Select(i => (int)((2L * i + 1) * seen / (2L * source)))];

    private void AddRow(byte[] labels, int y, LabelSums[] sums)
    {
        int width = geometry.SourceWidth, plane = geometry.Height * geometry.Width;
        for (int x = 0, at = y * width; x < width; x++, at++)
        {
            byte label = labels[at];
            if (label == 0) continue;
            bool inside = (x == 0 || labels[at - 1] == label) && (x == width - 1 || labels[at + 1] == label)
                && (y == 0 || labels[at - width] == label) && (y == geometry.SourceHeight - 1 || labels[at + width] == label);
            sums[label].Add(x, y, _probabilities[label * plane + _rows[y] * geometry.Width + _columns[x]], isOutline: !inside);
        }
    }

    /// <summary>Counts the pixels that each object had in the frame before, and those that it has in both.</summary>
    private void CountCommon(byte[] labels, int[] ids, LabelSums[] sums)
    {
        if (_before.Length == 0) return;
        int[] labelNow = [.. _idsBefore.Select(id => Math.Max(0, Array.IndexOf(ids, id)))];
        for (int label = 1; label < sums.Length; label++) sums[label].HasBefore = true;
        for (int i = 0; i < labels.Length; i++)
        {
            if (_before[i] == 0) continue;
            int label = labelNow[_before[i]];
            sums[label].Before++;
            if (labels[i] == label) sums[label].Common++;
        }
    }

    private bool IsLost(int id, int label)
    {
        int plane = geometry.Height * geometry.Width;
        bool isSeen = _probabilities.AsSpan(label * plane, plane).IndexOfAnyInRange(float.BitIncrement(Half), float.MaxValue) >= 0;
        _framesWithout[id] = isSeen ? 0 : _framesWithout.GetValueOrDefault(id) + 1;
        return _framesWithout[id] >= FramesUntilLost;
    }

    /// <summary>More digits say nothing.</summary>
    private static double Rounded(double score) => Math.Round(score, 6);

    /// <summary>The sums over an object's pixels.</summary>
    private struct LabelSums
    {
        private int _area, _outline, _left, _top, _right, _bottom;
        private double _sum, _outlineSum;

        /// <summary>No pixel.</summary>
        public static LabelSums Empty => new() { _left = int.MaxValue, _top = int.MaxValue, _right = -1, _bottom = -1 };

        public int Before { get; set; }

        public int Common { get; set; }

        public bool HasBefore { get; set; }

        public void Add(int x, int y, float probability, bool isOutline)
        {
            _area++;
            _sum += probability;
            if (isOutline)
            {
                _outline++;
                _outlineSum += probability;
            }
            (_left, _right) = (Math.Min(_left, x), Math.Max(_right, x));
            (_top, _bottom) = (Math.Min(_top, y), Math.Max(_bottom, y));
        }

        public readonly ObjectScore ScoreOf(int id, bool isLost)
        {
            int union = _area + Before - Common;
            double iou = !HasBefore || union == 0 ? 1 : Rounded((double)Common / union);
            if (_area == 0) return new ObjectScore(id, 0, [0, 0, 0, 0], 0, 0, iou, isLost);
            int[] box = [_left, _top, _right - _left + 1, _bottom - _top + 1];
            return new ObjectScore(id, _area, box, Rounded(_sum / _area), Rounded(_outlineSum / _outline), iou, isLost);
        }
    }
}
