namespace LiVOS.Media.Surveys;

/// <summary>Looks at the headers of all frames.</summary>
public static class FrameSizes
{
    /// <summary>Finds the size that most frames have; all others are faults.</summary>
    /// <param name="paths">The frames.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>The size; null where no frame has one.</returns>
    public static (int Width, int Height)? Check(IReadOnlyList<string> paths, Problems problems)
    {
        var sizes = new (int Width, int Height)[paths.Count];
        ParallelFor.Run(sizes.Length, i => sizes[i] = problems.Try(() => PictureFile.ReadSize(paths[i]), i));
        if (sizes.Where(size => size.Width > 0).GroupBy(size => size).MaxBy(group => group.Count()) is not { } most) return null;
        for (int i = 0; i < sizes.Length; i++)
            if (sizes[i].Width > 0 && sizes[i] != most.Key)
                problems.Add($"The frame '{paths[i]}' is {sizes[i].Width}x{sizes[i].Height}, but {(most.Count() > 1 ? "most frames are" : "another is")} "
                    + $"{most.Key.Width}x{most.Key.Height}; scale all frames to one size.", i);
        return most.Key;
    }
}
