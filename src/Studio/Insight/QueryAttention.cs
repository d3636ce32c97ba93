using LiVOS.Runtime;

namespace LiVOS.Studio.Insight;

/// <summary>Where the queries of an object look: the weights of their cross attention, computed again from what the network multiplied.</summary>
internal static class QueryAttention
{
    /// <summary>The weights, heads averaged.</summary>
    /// <param name="queries">[N, Q, C]: projected.</param>
    /// <param name="keys">[N, P, C]: projected.</param>
    /// <param name="foreground">[N, P]: above 0 where the object is; the first half of the queries looks there, the others elsewhere.</param>
    /// <param name="heads">The number of heads, among which channels are divided.</param>
    /// <param name="n">The object's place, from 0.</param>
    /// <returns>[Q][P]: each sums to 1, unless it has nowhere to look.</returns>
    public static float[][] Of((Shape Shape, float[] Values) queries, (Shape Shape, float[] Values) keys, float[] foreground, int heads, int n)
    {
        int channels = queries.Shape.Channels, count = queries.Shape.Positions, places = keys.Shape.Positions;
        bool isAnywhere = Any(foreground, n, places, inside: true), isElsewhere = Any(foreground, n, places, inside: false);
        var weights = new float[count][];
        for (int q = 0; q < count; q++)
        {
            bool inside = q < count / 2;
            bool looksAtAll = inside ? !isAnywhere : !isElsewhere; // who may look nowhere looks everywhere
            weights[q] = new float[places];
            for (int head = 0; head < heads; head++)
                AddHead(queries.Values, keys.Values, (n * count + q) * channels, n * places * channels, channels, head, heads,
                    place => looksAtAll || foreground[n * places + place] > 0 == inside, weights[q]);
        }
        return weights;
    }

    private static bool Any(float[] foreground, int n, int places, bool inside)
    {
        foreach (float value in foreground.AsSpan(n * places, places))
            if (value > 0 == inside) return true;
        return false;
    }

    private static void AddHead(
        float[] queries, float[] keys, int query, int key, int channels, int head, int heads, Func<int, bool> isSeen, float[] weights)
    {
        int width = channels / heads, from = head * width;
        var scores = new double[weights.Length];
        double largest = double.NegativeInfinity;
        for (int place = 0; place < scores.Length; place++)
        {
            double sum = 0;
            for (int c = from; c < from + width; c++) sum += queries[query + c] * keys[key + place * channels + c];
            scores[place] = isSeen(place) ? sum / Math.Sqrt(width) : double.NegativeInfinity;
            largest = Math.Max(largest, scores[place]);
        }
        if (double.IsNegativeInfinity(largest)) return;
        double total = 0;
        for (int place = 0; place < scores.Length; place++) total += scores[place] = Math.Exp(scores[place] - largest);
        for (int place = 0; place < scores.Length; place++) weights[place] += (float)(scores[place] / total / heads);
    }
}
