namespace LiVOS.Evaluation.DataSets;

/// <summary>The data sets that are known.</summary>
public static class Layouts
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IDataSetLayout> All { get; } =
    [
        DavisLayout.Val2016, DavisLayout.Val2017, DavisLayout.TestDev2017, YouTubeVosLayout.Val2018, YouTubeVosLayout.Val2019, MoseLayout.Val,
        LvosLayout.Val, LvosLayout.Test, BurstLayout.Val, BurstLayout.Test, new GenericLayout(),
    ];

    /// <summary>The layout of that name.</summary>
    /// <param name="name">One of the names of <see cref="All"/>.</param>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IDataSetLayout Named(string name) => All.First(layout => layout.Name == name);
}
