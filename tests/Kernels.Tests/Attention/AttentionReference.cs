namespace LiVOS.Kernels.Tests;

/// <summary>What the foreground of every object is.</summary>
public enum AttentionMask
{
    None,
    Mixed,
    NoForeground,
    AllForeground,

    /// <summary>The only foreground pixel is the last one: until then the first queries see nothing that they may look at.</summary>
    LastPixel,
}

/// <summary>Attention as its definition says it, in double precision.</summary>
internal static class AttentionReference
{
    public static float[] Foreground(AttentionMask mask, int objects, int positions)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, objects * positions).Select(i => mask switch
        {
            AttentionMask.Mixed => random.Next(2),
            AttentionMask.AllForeground => 1f,
            AttentionMask.LastPixel => i % positions == positions - 1 ? 1 : 0,
            _ => 0,
        })];
    }

    /// <summary>Each of <paramref name="readers"/> rows of q attends over <paramref name="sources"/> rows of k and v, head by head.</summary>
    public static double[] Compute(
        float[] q, float[] k, float[] v, float[] foreground, int objects, int readers, int sources, int heads, int channels, bool masked)
    {
        int depth = channels / heads;
        var y = new double[q.Length];
        for (int n = 0; n < objects; n++)
        {
            for (int i = 0; i < readers; i++)
            {
                int[] seen = [.. Enumerable.Range(0, sources)];
                if (masked)
                {
                    float wanted = i < readers / 2 ? 1 : 0;
                    int[] allowed = [.. seen.Where(j => foreground[n * sources + j] == wanted)];
                    if (allowed.Length > 0) seen = allowed;
                }

                for (int head = 0; head < channels; head += depth)
                {
                    int reader = (n * readers + i) * channels + head;
                    int Source(int j) => (n * sources + j) * channels + head;
                    double Score(int j) => Enumerable.Range(0, depth).Sum(d => (double)q[reader + d] * k[Source(j) + d]) / Math.Sqrt(depth);
                    double[] scores = [.. seen.Select(Score)];
                    double largest = scores.Max();
                    double[] weights = [.. scores.Select(score => Math.Exp(score - largest))];
                    for (int d = 0; d < depth; d++)
                        y[reader + d] = seen.Select((j, at) => weights[at] * v[Source(j) + d]).Sum() / weights.Sum();
                }
            }
        }

        return y;
    }
}
