using System.Globalization;

namespace LiVOS.Media.Surveys;

/// <summary>Tells ids so that people can read them, however many there are.</summary>
public static class IdText
{
    /// <summary>How many ids, or runs of ids, are listed one by one.</summary>
    private const int MostListed = 8;

    /// <summary>Such as <c>1 to 40, 255</c>; of very many only the first.</summary>
    /// <param name="ids">The ids, in rising order.</param>
    public static string Of(IReadOnlyList<int> ids)
    {
        var parts = new List<string>();
        int end = 0;
        for (int start = 0; start < ids.Count && parts.Count < MostListed; start = end)
        {
            for (end = start + 1; end < ids.Count && ids[end] == ids[end - 1] + 1;) end++;
            if (end - start < 3) end = start + 1;
            parts.Add(end - start == 1 ? ids[start].ToString(CultureInfo.InvariantCulture) : $"{ids[start]} to {ids[end - 1]}");
        }
        return string.Join(", ", parts) + (end < ids.Count ? $" and {ids.Count - end} more" : "");
    }

    /// <summary>Such as <c>object 1</c> or <c>objects 1, 2</c>.</summary>
    public static string Objects(IReadOnlyList<int> ids) => (ids.Count == 1 ? "object " : "objects ") + Of(ids);
}
