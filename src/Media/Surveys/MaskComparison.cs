namespace LiVOS.Media.Surveys;

/// <summary>Notices that two masks of a clip, one after the other, mean different objects by their ids.</summary>
internal static class MaskComparison
{
    /// <summary>Warns of each object that lies where the mask before has another, which is not there any more or has moved as well.</summary>
    /// <param name="before">The earlier mask.</param>
    /// <param name="beforePath">Its name.</param>
    /// <param name="mask">The later.</param>
    /// <param name="path">Its name.</param>
    public static IEnumerable<string> Warnings(IndexMask before, string beforePath, IndexMask mask, string path)
    {
        Dictionary<(int Id, int Before), int> overlaps = [];
        Dictionary<int, int> areas = [];
        for (int i = 0; i < mask.Ids.Length; i++)
        {
            int id = mask.Ids[i];
            if (id == 0) continue;
            areas[id] = areas.GetValueOrDefault(id) + 1;
            if (before.Ids[i] != 0) overlaps[(id, before.Ids[i])] = overlaps.GetValueOrDefault((id, before.Ids[i])) + 1;
        }
        foreach (((int id, int other), int common) in overlaps.OrderBy(overlap => overlap.Key))
        {
            if (id == other || 2 * common <= areas[id]) continue;
            bool otherStays = overlaps.GetValueOrDefault((other, other)) * 2 > areas.GetValueOrDefault(other, int.MaxValue);
            if (otherStays) continue;
            yield return $"id {id} in '{path}' lies on object {other} of '{beforePath}'; if both are one object, give it one id in all masks.";
        }
    }
}
