namespace LiVOS.Model.Tests.Weights;

/// <summary>Finds files of this repository, or of the folder <c>shared</c> beside it, from wherever the tests run.</summary>
static class Repository
{
    public static string? Find(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            foreach (string root in new[] { folder.FullName, Path.Combine(folder.FullName, "shared") })
                if (File.Exists(Path.Combine(root, relative)))
                    return Path.Combine(root, relative);
        return null;
    }
}
