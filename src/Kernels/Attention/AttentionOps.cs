using LiVOS.Runtime.Language;

namespace LiVOS.Kernels;

/// <summary>Which kernel computes multi-head attention on a device, and how it is launched.</summary>
public static class AttentionOps
{
    /// <summary>The launch of <see cref="GroupAttention.GroupsOfQueriesReadPixels"/>: a group is a head of an object.</summary>
    public static LaunchShape QueriesGrid(int objects, int heads, int queries, int channels) =>
        new(new(heads, objects), new(GroupAttention.Items), GroupAttention.QueriesReadPixelsShared(heads, queries, channels));

    /// <summary>The launch of <see cref="GroupAttention.GroupsOfPixelsReadQueries"/>: a group is a few pixels of an object.</summary>
    public static LaunchShape PixelsGrid(int objects, int heads, int queries, int positions) => new(
        new((positions + GroupAttention.Block - 1) / GroupAttention.Block, objects), new(GroupAttention.Items),
        GroupAttention.PixelsReadQueriesShared(heads, queries));

    /// <summary>What the vector width of <see cref="Attention.PixelsReadQueries"/> must divide: the largest number that divides both the
    /// queries and a head's channels.</summary>
    public static int PixelsReadQueriesWidth(int heads, int queries, int channels)
    {
        int a = queries, b = channels / heads;
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
